import type { EventDetails, HeartbeatEventKind } from './events.js';
import { isCount, isText, MAX_ID_CHARS, type Fields } from './frameFields.js';

/**
 * What a field may be when it is sent to the gateway: a number, a boolean, or a word from a closed union. Null: the
 * field is not sent.
 */
type Rule = 'number' | 'boolean' | readonly string[] | null;
/** A rule for each field of each kind, so that a new field has to be decided on. Null: no record of the kind is sent. */
type Rules = {
  readonly [Kind in HeartbeatEventKind]: { readonly [Field in keyof Required<EventDetails[Kind]>]: Rule } | null;
};

const number = 'number';
const CAUSES = [
  'manual',
  'heartbeat-timeout',
  'connect-timeout',
  'connect-error',
  'unreachable',
  'upgrade-blocked',
  'closed',
  'network-offline',
  'drain',
  'overload',
  'auth',
  'refused',
  'sleep',
  'hidden',
] as const satisfies readonly NonNullable<EventDetails['connect.started']['cause']>[];
const SIGNALS = ['visible', 'hidden', 'online', 'offline', 'restored', 'leaving'];

/** Messages, error texts, close reasons, URLs, and whatever else an application or a stranger may have written, are null. */
const RULES: Rules = {
  'connect.started': { attempt: number, cause: CAUSES },
  'connect.opened': { attempt: number, tookMs: number },
  'connect.diagnosed': { cause: CAUSES, retryAfterMs: number },
  'connect.confirmed': { isReconnect: 'boolean', afterMs: number },
  'connect.failed': { attempt: number, cause: CAUSES, message: null },
  'connection.closed': {
    code: number,
    reason: null,
    wasClean: 'boolean',
    cause: CAUSES,
    openMs: number,
    silentMs: number,
  },
  reconnected: { attempt: number, downMs: number, cause: CAUSES, shownMs: number, previousId: null },
  stable: { openMs: number },
  lost: { cause: CAUSES, downMs: number },
  restored: { downMs: number },
  'retry.scheduled': { attempt: number, maxAttempts: number, delayMs: number, cause: CAUSES },
  'retry.exhausted': { attempt: number, cause: CAUSES },
  'ping.sent': { id: number },
  'ping.received': { id: number },
  'pong.sent': { id: number },
  'pong.received': { id: number, rttMs: number },
  'probe.started': { reason: ['check', 'missed', 'wake', ...SIGNALS] },
  'heartbeat.missed': { missedInRow: number, silentMs: number },
  'heartbeat.timeout': { silentMs: number, timeoutMs: number },
  'heartbeat.unanswered': { waitedMs: number },
  'clock.late': { lateMs: number },
  'clock.wake': { gapMs: number },
  'page.changed': { signal: SIGNALS },
  'auth.started': { code: number },
  'auth.renewed': { tookMs: number },
  'auth.rejected': { message: null },
  'drain.received': { afterMs: number, windowMs: number, leaveInMs: number, reason: null },
  paused: { hiddenMs: number },
  'timer.fallback': { message: null },
  'outbox.dropped': { reason: null, count: number },
  'outbox.unconfirmed': { count: number },
  'settings.changed': {
    from: null,
    to: null,
    source: ['default', 'options', 'gateway', 'runtime'],
    version: number,
    by: null,
    reason: null,
  },
  'frame.invalid': { reason: null },
  'frame.unknown': { frame: null },
  'message.invalid': { direction: ['in', 'out'], reason: null },
  'listener.failed': { message: null },
  // Of a client, only a developer wants these; the rest are a gateway's.
  'event.ignored': null,
  'settings.rejected': null,
  'settings.hidden': null,
  'settings.tried': null,
  'drain.started': null,
  'peer.rejected': null,
  'admin.refused': null,
  'admin.acted': null,
  'notice.posted': null,
  'notice.ended': null,
  'session.doubled': null,
  'alert.raised': null,
  'alert.cleared': null,
  'webhook.failed': null,
};

/**
 * A record that is sent to the gateway, or has arrived there: every field is a number, a boolean, or a word that this
 * file knows.
 */
export interface HomeRecord {
  readonly kind: HeartbeatEventKind;
  /** By the sender's clock, epoch ms. */
  readonly at: number;
  readonly seq: number;
  readonly connectionId: string | null;
  readonly [field: string]: number | boolean | string | null;
}

/** Ids as gateways of ours make them: 128 bits or more of letters and digits, and nothing that is a word. */
const ID = /^[\w-]+$/;
export const isHomeId = (value: unknown): value is string => isText(value, MAX_ID_CHARS) && ID.test(value);

/**
 * Takes from a record what may be sent to the gateway. Runs on the side that sends it, and again on the side that
 * receives it. Null if this is not a record of a client. Never throws.
 */
export function toHomeRecord(record: unknown): HomeRecord | null {
  if (typeof record !== 'object' || record === null) return null;
  const { kind, at, seq, connectionId, ...fields } = record as Fields;
  const rules = typeof kind === 'string' && Object.hasOwn(RULES, kind) ? RULES[kind as HeartbeatEventKind] : null;
  const atMs = typeof at === 'number' ? Math.round(at) : at;
  if (rules === null || !isCount(atMs) || !isCount(seq)) return null;
  if (connectionId !== null && !isHomeId(connectionId)) return null;
  const home: Record<string, number | boolean | string | null> = { kind: String(kind), at: atMs, seq, connectionId };
  for (const [name, rule] of Object.entries(rules)) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (fits(value, rule)) home[name] = value;
  }
  return home as unknown as HomeRecord;
}

function fits(value: unknown, rule: Rule): value is number | boolean | string {
  if (rule === null) return false;
  if (rule === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (rule === 'boolean') return typeof value === 'boolean';
  return typeof value === 'string' && rule.includes(value);
}

/** What a gateway that wants records says in its welcome. */
export interface RecordsWish {
  /** Where they are posted when the page ends: a path of the gateway's own host. */
  readonly path: string;
  /** The longest frame, and the longest body. */
  readonly maxBytes: number;
}

const MIN_BYTES = 1_024;
const MAX_BYTES = 65_536;
const MAX_PATH_CHARS = 256;

/** Reads the `wants` of a welcome. Null: no records are wanted, or the wish makes no sense. */
export function parseRecordsWish(wants: unknown): RecordsWish | null {
  const { records } = Object(wants) as Fields;
  const { path, maxBytes } = Object(records) as Fields;
  if (!isText(path, MAX_PATH_CHARS) || !path.startsWith('/')) return null;
  return isCount(maxBytes) && maxBytes >= MIN_BYTES && maxBytes <= MAX_BYTES ? { path, maxBytes } : null;
}

/** How our encoder begins a frame of records. Only so is one recognised, because it may be longer than other frames. */
export const RECORDS_PREFIX = '{"type":"heartbeat.records",';

/**
 * Puts records, as JSON, into a frame.
 * @param dropped records that the client had to drop so far
 * @param sent records that it has handed over before, to the socket or to the browser, of which some may not have
 *   arrived
 */
export const encodeRecords = (records: readonly string[], dropped: number, sent = 0): string =>
  `${RECORDS_PREFIX}"dropped":${dropped},"sent":${sent},"records":[${records.join(',')}]}`;
