import type { Timeline } from './schemas/timeline.js';

type Line = Timeline['records'][number];

/** Members that each line has in a column of its own, or that the head says once. */
const SHOWN_ELSEWHERE = new Set([
  'at',
  'seq',
  'side',
  'kind',
  'gatewayId',
  'connectionId',
  'sessionId',
  'remote',
  'errorMs',
  'isUnsure',
]);
const MAX_VALUE_CHARS = 120;

/** Control characters and invisible marks. A terminal obeys some of them, and strangers chose some of the text. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const plain = (text: string): string => text.replace(UNPRINTABLE, '\uFFFD');

const clockTime = (at: number): string => new Date(at).toISOString().slice(11, 23);
const seconds = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`);

/**
 * A time line as text for a terminal: the connections, the outages with their causes, then the records of both ends. A `~`
 * before a record says that its order against the one above is not certain.
 */
export function renderTimeline(timeline: Timeline): string {
  const { sessionId, client, connections, outages, records, lost } = timeline;
  const names = new Map(connections.map(({ connectionId }, index) => [connectionId, `#${index + 1}`]));
  const day = connections[0] ? new Date(connections[0].openedAt).toISOString().slice(0, 10) : '';
  const lines = [
    `Session ${sessionId}${client === null ? '' : `, ${client}`}`,
    `${day} UTC, by the gateway’s clock. ${lost === 0 ? 'No records lost.' : `${lost} records lost.`}`,
    '',
    ...connections.map((connection, index) => describe(connection, index)),
    '',
    ...outages.flatMap((outage) => [
      `${clockTime(outage.from)} – ${outage.to === null ? 'now' : clockTime(outage.to)}  OUTAGE${howLong(outage)}: ${outage.says}`,
      ...outage.evidence.map((sentence) => `  - ${sentence}`),
    ]),
    ...(outages.length === 0 ? [] : ['']),
    ...fold(records).map(({ line, count }) => recordLine(line, count, names)),
  ];
  return `${lines.map(plain).join('\n')}\n`;
}

function describe(
  { connectionId, remote, openedAt, closedAt, closeReason, clock }: Timeline['connections'][number],
  index: number,
): string {
  const until = closedAt === null ? 'open' : `${clockTime(closedAt)} ${closeReason ?? ''}`;
  const offset = clock && `client’s clock ${clock.offsetMs < 0 ? '−' : '+'}${seconds(Math.abs(clock.offsetMs))}`;
  const error = clock && ` ± ${Math.ceil(clock.errorMs)} ms${clock.isUnsure ? ', unsure' : ''}`;
  return `#${index + 1}  ${clockTime(openedAt)} – ${until}  ${connectionId}  ${remote}${clock ? `  ${offset}${error}` : ''}`;
}

const howLong = ({ from, to, shownMs }: Timeline['outages'][number]): string =>
  `${to === null ? '' : ` of ${seconds(to - from)}`}${shownMs ? `, seen for ${seconds(shownMs)}` : ''}`;

const isBeat = ({ kind }: Line): boolean => /^(?:ping|pong)\./.test(kind);

/** Consecutive heartbeats are one line, because what matters is where they stop. */
function fold(records: readonly Line[]): { readonly line: Line; readonly count: number }[] {
  const folded: { line: Line; count: number }[] = [];
  for (const line of records) {
    const last = folded.at(-1);
    if (last && isBeat(line) && isBeat(last.line) && line.connectionId === last.line.connectionId) last.count += 1;
    else folded.push({ line, count: 1 });
  }
  return folded;
}

function recordLine(line: Line, count: number, names: ReadonlyMap<string, string>): string {
  const mark = line.isUnsure ? '~' : ' ';
  const connection = names.get(line.connectionId ?? '') ?? '';
  const details = Object.entries(line)
    .filter(([name, value]) => !SHOWN_ELSEWHERE.has(name) && value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${valueOf(value)}`);
  const what = count === 1 ? [line.kind, ...details].join(' ') : `${count} pings and pongs`;
  return `${mark} ${clockTime(line.at)}  ${line.side.padEnd(7)}  ${connection.padEnd(3)} ${what}`;
}

function valueOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_VALUE_CHARS ? `${text.slice(0, MAX_VALUE_CHARS)}…` : text;
}
