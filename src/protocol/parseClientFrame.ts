import { invalid, isCount, isDuration, isText, MAX_ID_CHARS, MESSAGE, readFields, type Fields } from './frameFields.js';
import type { ApplicationMessage, Frame, PreviousConnection } from './frames.js';
import { parseFields } from './parse.js';

/**
 * Tells a frame of ours from the application's data, on the gateway's side, where a hello may come in. It is apart from
 * `parseFrame`, so that a page does not carry what only a gateway reads.
 */
export function parseClientFrame(data: unknown): Frame | ApplicationMessage {
  const fields = readFields(data);
  if (!fields) return MESSAGE;
  return fields['type'] === 'heartbeat.hello' ? parseHello(fields) : parseFields(fields);
}

function parseHello({ client, attempt, previous }: Fields): Frame | ApplicationMessage {
  if (!isText(client, MAX_ID_CHARS) || !isCount(attempt)) return invalid('hello: bad client or attempt');
  if (previous === undefined) return { kind: 'hello', client, attempt };
  const lost = parsePrevious(previous);
  return lost ? { kind: 'hello', client, attempt, previous: lost } : invalid('hello: bad previous');
}

function parsePrevious(value: unknown): PreviousConnection | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { code, cause, downMs } = value as Fields;
  return isCount(code) && code < 5_000 && isText(cause, 32) && isDuration(downMs) ? { code, cause, downMs } : undefined;
}
