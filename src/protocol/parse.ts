import {
  invalid,
  isCount,
  isDuration,
  isInteger,
  isText,
  MAX_ID_CHARS,
  MESSAGE,
  readFields,
  type Fields,
} from './frameFields.js';
import { MAX_CLOSE_REASON_BYTES, type ApplicationMessage, type GatewayFrame, type HeartbeatTiming } from './frames.js';

/**
 * Tells a frame that a gateway may send from the application's data. Never throws and never casts; what does not fit its
 * type is the application's, with the reason in `invalid`.
 *
 * @example parseFrame('{"type":"ping","id":7}') // { kind: 'ping', id: 7 }
 * @example parseFrame('{"type":"chat"}')        // { kind: 'message' }
 */
export function parseFrame(data: unknown): GatewayFrame | ApplicationMessage {
  const fields = readFields(data);
  return fields ? parseFields(fields) : MESSAGE;
}

/** The same, for text whose fields are read. */
export function parseFields(fields: Fields): GatewayFrame | ApplicationMessage {
  switch (fields['type']) {
    case 'ping':
      // A ping is answered whatever its other fields are: an id that is no integer is left out of the answer.
      return isInteger(fields['id']) ? { kind: 'ping', id: fields['id'] } : { kind: 'ping' };
    case 'pong':
      if (fields['id'] === undefined) return { kind: 'pong' };
      return isInteger(fields['id']) ? { kind: 'pong', id: fields['id'] } : invalid('pong: id is not an integer');
    case 'heartbeat.welcome':
      return parseWelcome(fields);
    case 'heartbeat.settings':
      return parseSettings(fields);
    case 'heartbeat.reconnect':
      return parseReconnect(fields);
    default:
      return MESSAGE;
  }
}

function parseWelcome({
  connectionId,
  gatewayId,
  heartbeat,
  version,
  aliases,
}: Fields): GatewayFrame | ApplicationMessage {
  const timing = parseTiming(heartbeat);
  if (!isText(connectionId, MAX_ID_CHARS) || !isText(gatewayId, MAX_ID_CHARS)) return invalid('welcome: bad id');
  if (!timing || !isCount(version)) return invalid('welcome: bad heartbeat or version');
  return {
    kind: 'welcome',
    connectionId,
    gatewayId,
    heartbeat: timing,
    version,
    aliases: aliases === true || undefined,
  };
}

function parseSettings({ heartbeat, version }: Fields): GatewayFrame | ApplicationMessage {
  const timing = parseTiming(heartbeat);
  return timing && isCount(version)
    ? { kind: 'settings', heartbeat: timing, version }
    : invalid('settings: bad heartbeat or version');
}

function parseReconnect({ afterMs, windowMs, reason = '' }: Fields): GatewayFrame | ApplicationMessage {
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
