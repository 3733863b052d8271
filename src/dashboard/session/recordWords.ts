import { formatDuration } from '../format.js';
import type { Line } from './sessionDrawing.js';

/** What every record has, and what stands in columns of its own. */
const COMMON = new Set([
  'at',
  'seq',
  'side',
  'gatewayId',
  'connectionId',
  'sessionId',
  'remote',
  'kind',
  'errorMs',
  'isUnsure',
]);
const MAX_CHARS = 300;

/** What a record says beside its kind. All of it is text that a stranger may have chosen. */
export function recordWords(record: Pick<Line, 'kind'> & Readonly<Record<string, unknown>>): string {
  const number = (name: string): number | null => (typeof record[name] === 'number' ? record[name] : null);
  const ms = (name: string): string => formatDuration(number(name) ?? 0);
  switch (record.kind) {
    case 'connection.closed': {
      const silent = number('silentMs');
      const reason = typeof record['reason'] === 'string' && record['reason'] !== '' ? ` “${record['reason']}”` : '';
      return cut(
        `${String(record['code'])}${reason}, ${String(record['cause'])}${silent === null ? '' : `, after ${formatDuration(silent)} of silence`}`,
      );
    }
    case 'retry.scheduled':
      return `attempt ${String(record['attempt'])} in ${ms('delayMs')}`;
    case 'pong.received':
      return number('rttMs') === null ? '' : ms('rttMs');
    case 'reconnected':
      return cut(
        `down for ${ms('downMs')}${number('shownMs') === null ? '' : `, on the screen for ${ms('shownMs')}`}: ${String(record['cause'])}`,
      );
    case 'heartbeat.missed':
      return `${String(record['missedInRow'])} in a row, silent for ${ms('silentMs')}`;
    case 'settings.changed':
      return cut(changeWords(record));
    default:
      return cut(generally(record));
  }
}

/** `interval 25 s → 70 s, version 14, by ada`. */
function changeWords({ from, to, version, by, reason }: Readonly<Record<string, unknown>>): string {
  const [before, after] = [fieldsOf(from), fieldsOf(to)];
  const shown = (name: string, value: unknown): string =>
    typeof value === 'number' && name.endsWith('Ms') ? formatDuration(value) : (JSON.stringify(value) ?? 'nothing');
  const changes = Object.keys(after)
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name.replace(/Ms$/, '')} ${shown(name, before[name])} → ${shown(name, after[name])}`);
  return [
    ...changes,
    `version ${String(version)}`,
    ...(typeof by === 'string' ? [`by ${by}`] : []),
    ...(typeof reason === 'string' ? [`“${reason}”`] : []),
  ].join(', ');
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function generally(record: Readonly<Record<string, unknown>>): string {
  return Object.entries(record)
    .filter(([name, value]) => !COMMON.has(name) && value !== undefined && value !== null)
    .map(([name, value]) => {
      if (typeof value === 'number' && name.endsWith('Ms')) return `${name.slice(0, -2)} ${formatDuration(value)}`;
      return `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`;
    })
    .join(', ');
}

const cut = (text: string): string => (text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}…` : text);
