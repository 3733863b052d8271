import { describeCode } from './failure.js';
import type { Findings, Limit } from './findings.js';
import { advise, inSeconds, longestIntervalMs } from './verdict.js';

/** The findings with what follows from them: what `--json` prints. */
export interface Report extends Findings {
  readonly advice: {
    /** Nine tenths of the shortest limit of silence; null: none was found. */
    readonly maxIntervalMs: number | null;
    readonly sentence: string;
  };
}

export function toReport(findings: Findings): Report {
  const { both, serverSilent, clientSilent, triedMs } = findings.idle;
  const maxIntervalMs = longestIntervalMs([both, serverSilent, clientSilent]);
  const quietMs = Math.min(triedMs, findings.serverSpeaksEveryMs ?? triedMs, findings.age.limit?.afterMs ?? triedMs);
  return { ...findings, advice: { maxIntervalMs, sentence: advise(maxIntervalMs, quietMs) } };
}

const SERVERS: Readonly<Record<Findings['server'], string>> = {
  'heartbeat-gateway': 'a heartbeat gateway, which keeps silent for this',
  'older-heartbeat-gateway': 'a heartbeat gateway that knows no probes, and so sends pings of its own',
  other: 'a WebSocket server',
};
const TEXT_PINGS: Readonly<Record<Findings['textPing'], string>> = {
  answered: 'answered',
  unanswered: 'not answered: choose a codec that the server speaks, or let it answer {"type":"ping"}',
  closed: 'the server closes the connection for one: choose a codec that it speaks',
};

/** The report as a person reads it. */
export function toText(report: Report): string {
  const { idle, rttMs, age } = report;
  const rows: readonly (readonly [string, string | null])[] = [
    ['Server', `${SERVERS[report.server]}; the upgrade took ${report.handshakeMs} ms`],
    ['Round trip', rttMs && `${rttMs.median} ms (${rttMs.min} to ${rttMs.max}, of ${rttMs.count})`],
    ['Control pings', report.controlPing],
    ['Text pings', TEXT_PINGS[report.textPing]],
    ['Silence', explainSilence(report)],
    ['  of the server', alone(idle.serverSilent, 'the client’s frames keep the connection open')],
    ['  of the client', alone(idle.clientSilent, 'the server’s frames keep the connection open')],
    [
      'Age',
      age.limit ? `connections end at an age of ${ending(age.limit)}` : `no limit within ${inSeconds(age.triedMs)}`,
    ],
  ];
  const lines = rows.filter(([, text]) => text !== null).map(([name, text]) => `${name.padEnd(17)}${text}`);
  const doubts = report.doubts.map((doubt) => `Not certain: ${doubt}`);
  const partial = report.isPartial ? ['Ended before it was done: only what is known so far.'] : [];
  return `${[report.url, '', ...lines, '', ...partial, ...doubts, report.advice.sentence].join('\n')}\n`;
}

function explainSilence({ idle, serverSpeaksEveryMs }: Report): string {
  if (idle.both) return `connections end after ${ending(idle.both)} without a frame`;
  if (serverSpeaksEveryMs !== null)
    return `the server speaks by itself, at least every ${inSeconds(serverSpeaksEveryMs)}: longer silence cannot be tried`;
  return `no limit within ${inSeconds(idle.triedMs)}`;
}

const alone = (limit: Limit | null | undefined, kept: string): string | null =>
  limit === undefined ? null : limit ? `connections end after ${ending(limit)} of it` : kept;

const ending = ({ afterMs, code, reason }: Limit): string =>
  `${inSeconds(afterMs)}${code === 1006 ? '' : ` (closed with ${describeCode(code, reason)})`}`;
