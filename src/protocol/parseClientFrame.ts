import {
  invalid,
  isCount,
  isDuration,
  isOptional,
  isText,
  MAX_ID_CHARS,
  MESSAGE,
  readFields,
  type Fields,
} from './frameFields.js';
import type { ApplicationMessage, Frame, PreviousConnection } from './frames.js';
import { parseFields } from './parse.js';

/** How many kinds of frames a client may know, and how long their names may be. */
const MAX_KNOWN = 32;
const MAX_KNOWN_CHARS = 32;

/**
 * Tells a frame of ours from the application's data, on the gateway's side, where a hello may come in. It is apart from
 * `parseFrame`, so that a page does not carry what only a gateway reads.
 */
export function parseClientFrame(data: unknown): Frame | ApplicationMessage {
  const fields = readFields(data);
  if (!fields) return MESSAGE;
  return fields['type'] === 'heartbeat.hello' ? parseHello(fields) : parseFields(fields);
}

function parseHello({ client, sessionId, at, attempt, knows, previous }: Fields): Frame | ApplicationMessage {
  if (!isText(client, MAX_ID_CHARS) || !isCount(attempt)) return invalid('hello', 'client or attempt');
  if (!isOptional(sessionId, isId)) return invalid('hello', 'sessionId');
  if (!isOptional(at, isCount) || !isOptional(knows, isKnowledge)) return invalid('hello', 'at or knows');
  const hello = {
    kind: 'hello',
    client,
    attempt,
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(at === undefined ? {} : { at }),
    ...(knows === undefined ? {} : { knows }),
  } as const;
  if (previous === undefined) return hello;
  const lost = parsePrevious(previous);
  return lost ? { ...hello, previous: lost } : invalid('hello', 'previous');
}

function parsePrevious(value: unknown): PreviousConnection | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { connectionId, code, cause, downMs, shownMs } = value as Fields;
  if (!isCount(code) || code >= 5_000 || !isText(cause, 32) || !isDuration(downMs)) return undefined;
  if (!isOptional(connectionId, isId) || !isOptional(shownMs, isDuration)) return undefined;
  return {
    code,
    cause,
    downMs,
    ...(connectionId === undefined ? {} : { connectionId }),
    ...(shownMs === undefined ? {} : { shownMs }),
  };
}

const isId = (value: unknown): value is string => isText(value, MAX_ID_CHARS) && value !== '';

const isKnowledge = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length <= MAX_KNOWN && value.every((kind) => isText(kind, MAX_KNOWN_CHARS));
