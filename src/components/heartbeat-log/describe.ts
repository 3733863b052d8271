import { EVENT_LEVELS } from '../../protocol/eventLevels.js';
import type { HeartbeatEvent, HeartbeatEventKind } from '../../protocol/events.js';

const BASE = new Set(['at', 'seq', 'side', 'gatewayId', 'connectionId', 'kind', 'remote']);

/** What a record says beside when and what, as `name value` pairs. */
export function describe(record: HeartbeatEvent): string {
  return Object.entries(record)
    .filter(([name, value]) => !BASE.has(name) && value !== undefined && value !== null && value !== '')
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
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${clock}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** One JSON object a line, as log tools read them. */
export const toJsonLines = (records: readonly HeartbeatEvent[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');
