import {
  invalid,
  isCount,
  isDuration,
  isInteger,
  isText,
  MAX_ID_CHARS,
  MESSAGE,
  readFields,
  unknown,
  type Fields,
} from './frameFields.js';
import {
  MAX_CLOSE_REASON_BYTES,
  type ApplicationMessage,
  type GatewayFrame,
  type HeartbeatTiming,
  type SettingsFrame,
} from './frames.js';
import type { NoticeText } from './notice.js';

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
      return isInteger(fields['id']) ? { kind: 'pong', id: fields['id'] } : invalid('pong', 'id');
    case 'heartbeat.welcome':
      return parseWelcome(fields);
    case 'heartbeat.settings':
      return parseSettings(fields, 'settings');
    case 'heartbeat.reconnect':
      return parseReconnect(fields);
    case 'heartbeat.notice':
      return parseNotice(fields);
    default:
      return unknown(fields['type']);
  }
}

function parseWelcome(fields: Fields): GatewayFrame | ApplicationMessage {
  const { connectionId, gatewayId, aliases } = fields;
  if (!isText(connectionId, MAX_ID_CHARS) || !isText(gatewayId, MAX_ID_CHARS)) return invalid('welcome', 'id');
  const settings = parseSettings(fields, 'welcome');
  return settings.kind === 'settings'
    ? { ...settings, kind: 'welcome', connectionId, gatewayId, aliases: aliases === true || undefined }
    : settings;
}

function parseSettings(
  { heartbeat, version, administered = false }: Fields,
  kind: 'welcome' | 'settings',
): SettingsFrame | ApplicationMessage {
  const timing = parseTiming(heartbeat);
  return timing && isCount(version) && typeof administered === 'boolean'
    ? { kind: 'settings', heartbeat: timing, version, administered }
    : invalid(kind, 'heartbeat, version or administered');
}

function parseReconnect({ afterMs, windowMs, reason = '' }: Fields): GatewayFrame | ApplicationMessage {
  return isDuration(afterMs) && isDuration(windowMs) && isText(reason, MAX_CLOSE_REASON_BYTES)
    ? { kind: 'reconnect', afterMs, windowMs, reason }
    : invalid('reconnect', 'afterMs, windowMs or reason');
}

function parseNotice({ id, level, text, forMs }: Fields): GatewayFrame | ApplicationMessage {
  if (!isText(id, MAX_ID_CHARS) || !isNoticeText(text) || !(forMs === undefined || isDuration(forMs)))
    return invalid('notice', 'id, text or forMs');
  // A level of a later version is shown as the calmest one.
  return { kind: 'notice', id, level: level === 'warning' ? level : 'info', text, forMs };
}

const isNoticeText = (value: unknown): value is NoticeText | null =>
  typeof value === 'object' &&
  !Array.isArray(value) &&
  Object.values(value ?? {}).every((text) => typeof text === 'string');

function parseTiming(value: unknown): HeartbeatTiming | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { intervalMs, timeoutMs } = value as Fields;
  return isDuration(intervalMs) && isDuration(timeoutMs) && intervalMs > 0 && timeoutMs > 0
    ? { intervalMs, timeoutMs }
    : undefined;
}
