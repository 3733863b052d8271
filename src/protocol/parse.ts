import { MAX_CLOSE_REASON_BYTES } from './closeCodes.js';
import type { ApplicationMessage, Frame, HeartbeatTiming, PreviousConnection } from './frames.js';
import { MAX_TIMER_MS } from './optionRules.js';

/**
 * A frame of ours is short. Longer text is the application's, and is not looked at.
 * A welcome with identifiers of the full length allowed below stays under a third of this.
 */
const MAX_FRAME_CHARS = 1_024;
const MAX_ID_CHARS = 128;

/** `"type": "ping"`, `"pong"` or `"heartbeat.…"`, wherever an encoder put the key. */
const CLAIMS_TO_BE_OURS = /"type"\s*:\s*"(?:p[io]ng"|heartbeat\.)/;

const MESSAGE: ApplicationMessage = Object.freeze({ kind: 'message' });
const invalid = (reason: string): ApplicationMessage => ({ kind: 'message', invalid: reason });

type Fields = Readonly<Record<string, unknown>>;

/**
 * Tells a frame of ours from the application's data. Never throws and never casts; what does not fit its type is the
 * application's, with the reason in `invalid`.
 *
 * An application message is not parsed to find out that it is none of ours: binary data, long text and text in which no
 * `type` key names one of our frames return the same frozen object at once.
 *
 * @example parseFrame('{"type":"ping","id":7}') // { kind: 'ping', id: 7 }
 * @example parseFrame('{"type":"chat"}')        // { kind: 'message' }
 */
export function parseFrame(data: unknown): Frame | ApplicationMessage {
  if (typeof data !== 'string' || data.length > MAX_FRAME_CHARS || !CLAIMS_TO_BE_OURS.test(data)) return MESSAGE;
  let root: unknown;
  try {
    root = JSON.parse(data);
  } catch {
    return MESSAGE;
  }
  if (typeof root !== 'object' || root === null || Array.isArray(root)) return MESSAGE;
  return parseFields(root as Fields);
}

function parseFields(fields: Fields): Frame | ApplicationMessage {
  switch (fields['type']) {
    case 'ping':
      // A ping is answered whatever its other fields are: an id that is no integer is left out of the answer.
      return isInteger(fields['id']) ? { kind: 'ping', id: fields['id'] } : { kind: 'ping' };
    case 'pong':
      if (fields['id'] === undefined) return { kind: 'pong' };
      return isInteger(fields['id']) ? { kind: 'pong', id: fields['id'] } : invalid('pong: id is not an integer');
    case 'heartbeat.welcome':
      return parseWelcome(fields);
    case 'heartbeat.hello':
      return parseHello(fields);
    case 'heartbeat.settings':
      return parseSettings(fields);
    case 'heartbeat.reconnect':
      return parseReconnect(fields);
    default:
      return MESSAGE;
  }
}

function parseWelcome({ connectionId, gatewayId, heartbeat, version }: Fields): Frame | ApplicationMessage {
  const timing = parseTiming(heartbeat);
  if (!isText(connectionId, MAX_ID_CHARS) || !isText(gatewayId, MAX_ID_CHARS)) return invalid('welcome: bad id');
  if (!timing || !isCount(version)) return invalid('welcome: bad heartbeat or version');
  return { kind: 'welcome', connectionId, gatewayId, heartbeat: timing, version };
}

function parseHello({ client, attempt, previous }: Fields): Frame | ApplicationMessage {
  if (!isText(client, MAX_ID_CHARS) || !isCount(attempt)) return invalid('hello: bad client or attempt');
  if (previous === undefined) return { kind: 'hello', client, attempt };
  const lost = parsePrevious(previous);
  return lost ? { kind: 'hello', client, attempt, previous: lost } : invalid('hello: bad previous');
}

function parseSettings({ heartbeat, version }: Fields): Frame | ApplicationMessage {
  const timing = parseTiming(heartbeat);
  return timing && isCount(version)
    ? { kind: 'settings', heartbeat: timing, version }
    : invalid('settings: bad heartbeat or version');
}

function parseReconnect({ afterMs, windowMs, reason = '' }: Fields): Frame | ApplicationMessage {
  return isDuration(afterMs) && isDuration(windowMs) && isText(reason, MAX_CLOSE_REASON_BYTES)
    ? { kind: 'reconnect', afterMs, windowMs, reason }
    : invalid('reconnect: bad afterMs, windowMs or reason');
}

function parseTiming(value: unknown): HeartbeatTiming | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { intervalMs, timeoutMs } = value as Fields;
  return isDuration(intervalMs) && isDuration(timeoutMs) && intervalMs > 0 && timeoutMs > 0
    ? { intervalMs, timeoutMs }
    : undefined;
}

function parsePrevious(value: unknown): PreviousConnection | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { code, cause, downMs } = value as Fields;
  return isCount(code) && code < 5_000 && isText(cause, 32) && isDuration(downMs) ? { code, cause, downMs } : undefined;
}

const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);
const isCount = (value: unknown): value is number => isInteger(value) && value >= 0;
const isDuration = (value: unknown): value is number => isCount(value) && value <= MAX_TIMER_MS;
const isText = (value: unknown, maxChars: number): value is string =>
  typeof value === 'string' && value.length <= maxChars;
