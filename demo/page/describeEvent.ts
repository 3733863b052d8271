import type { HeartbeatEvent } from 'heartbeat-socket';

/** A ping or a pong: most of any log, and seldom the part one looks for. */
export const isBeat = ({ kind }: HeartbeatEvent): boolean => /^p[io]ng\./.test(kind);

/** How a record looks; the words say the same. */
export function toneOf(record: HeartbeatEvent): 'beat' | 'good' | 'warning' | 'bad' | 'plain' {
  if (isBeat(record)) return 'beat';
  switch (record.kind) {
    case 'connect.opened':
    case 'reconnected':
    case 'restored':
    case 'stable':
      return 'good';
    case 'heartbeat.missed':
    case 'retry.scheduled':
    case 'lost':
    case 'clock.late':
    case 'clock.wake':
      return 'warning';
    case 'heartbeat.timeout':
    case 'connection.closed':
    case 'connect.failed':
    case 'retry.exhausted':
      return 'bad';
    default:
      return 'plain';
  }
}

const SAID_ELSEWHERE = new Set(['at', 'seq', 'side', 'gatewayId', 'connectionId', 'kind']);

/** What a record says beside what all say, as `name value` pairs. */
export function describeEvent(record: HeartbeatEvent): string {
  return Object.entries(record)
    .filter(([name, value]) => !SAID_ELSEWHERE.has(name) && value !== null && value !== '')
    .map(([name, value]) => `${name} ${format(value)}`)
    .join(', ');
}

function format(value: unknown): string {
  if (typeof value === 'number') return String(Math.round(value * 10) / 10);
  return typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');
}
