import { EVENT_LEVELS } from '../../protocol/eventLevels.js';
import type { HeartbeatEvent, HeartbeatEventKind } from '../../protocol/events.js';

const COMMON_FIELDS = new Set(['at', 'seq', 'side', 'gatewayId', 'connectionId', 'sessionId', 'kind', 'remote']);

/** The fields of a record that are its own, as `name value` pairs. */
export function describe(record: HeartbeatEvent): string {
  return Object.entries(record)
    .filter(([name, value]) => !COMMON_FIELDS.has(name) && value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `${name} ${show(value)}`)
    .join(' · ');
}

function show(value: unknown): string {
  if (typeof value === 'number') return String(Math.round(value * 10) / 10);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The kinds that tell of a connection that works again. */
const GOOD_NEWS = new Set<HeartbeatEventKind>(['connect.opened', 'reconnected', 'restored', 'stable']);

/** How much a record stands out, by its level. */
export function toneOf({ kind }: HeartbeatEvent): 'bad' | 'good' | 'plain' {
  if (EVENT_LEVELS[kind] === 'warn' || EVENT_LEVELS[kind] === 'error') return 'bad';
  return GOOD_NEWS.has(kind) ? 'good' : 'plain';
}

/** The time of day with milliseconds, in the reader's time zone; the same width in every row. */
export function timeOf(at: number): string {
  const offsetMs = 60_000 * new Date(at).getTimezoneOffset();
  return new Date(at - offsetMs).toISOString().slice(11, 23);
}

/** One JSON object per line, as log tools read them. */
export const toJsonLines = (records: readonly HeartbeatEvent[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');
