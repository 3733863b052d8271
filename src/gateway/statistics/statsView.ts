import type { GatewayStats, PathLimit as PathLimitView, StatsChart } from '../../admin/schemas/stats.js';
import { toWall, type GatewayClock } from '../clock.js';
import { chartOf, heartbeatsIn, quantileOf, type ChartRows } from './chart.js';
import type { GatewayStatistics } from './gatewayStatistics.js';
import { bins, total } from './rows/histogram.js';
import { longestIntervalMs, type PathLimit } from './pathLimits.js';
import { joinRows } from './otherRows.js';
import type { PeriodRows } from './period.js';
import { counted, SCALES, sumRows, type Distribution, type Row } from './rows/row.js';
import type { NextTurn } from './turns.js';

/** The part of `GET /stats` that is about a period. */
export type PeriodStats = Pick<
  GatewayStats,
  | 'period'
  | 'heartbeatsPerMinute'
  | 'missedPerPeriod'
  | 'bytesPerHour'
  | 'rttMs'
  | 'connectionMs'
  | 'outages'
  | 'silenceBeforeCloseMs'
  | 'pathLimits'
  | 'chart'
>;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** What a connection costs is measured over so long, so that a changed interval soon shows. */
const RECENT_MS = 5 * MINUTE_MS;
/** A ping or a pong with the headers of WebSocket and TLS, and without those of TCP and IP. */
const BYTES_PER_HEARTBEAT = 40;
/** How long people saw an outage: the banner is shown after a second. */
const SHOWN_BOUNDS_MS = [1_000, 3_000, 10_000, 30_000, 60_000, 300_000];
const SILENCE_BOUNDS_MS = [1_000, 5_000, 10_000, 20_000, 30_000, 45_000, 60_000, 90_000, 120_000, 300_000, 600_000];

/** The chart of what another gateway, or all of them, had. Ranges that are usual are known of one gateway only. */
export const chartWithoutUsual = (rows: ChartRows, nextTurn: NextTurn): Promise<StatsChart> =>
  chartOf(rows, () => undefined, nextTurn);

/** What happened in a period, here and on other gateways. */
export async function describePeriod(
  { slo, pathLimits }: GatewayStatistics,
  clock: GatewayClock,
  { period, usual, ...own }: PeriodRows,
  others: readonly ChartRows[],
  nextTurn: NextTurn,
): Promise<PeriodStats> {
  const now = clock.now();
  const rows = others.length === 0 ? own : { ...own, rows: joinRows(own, others) };
  await nextTurn();
  const sum = sumRows(rows.rows.filter((row) => row !== null));
  const chart = await (others.length === 0 ? chartOf(own, usual, nextTurn) : chartWithoutUsual(rows, nextTurn));
  const knownMs = own.seenMs.reduce((known, ms, place) => known + (rows.rows[place] ? ms : 0), 0);
  const minutes = Math.max(1, knownMs) / MINUTE_MS;
  const down = quantiles(sum, 'down');
  const cost = bytesPerHour(rows.rows, own.seenMs);
  return {
    period,
    heartbeatsPerMinute: Math.round((heartbeatsIn(sum) / minutes) * 10) / 10,
    missedPerPeriod: counted(sum, 'missed'),
    ...(cost !== null && { bytesPerHour: cost }),
    rttMs: quantiles(sum, 'rtt'),
    connectionMs: quantiles(sum, 'connection'),
    outages: {
      count: down.count,
      shown: countOf(sum, 'shown'),
      unreturned: counted(sum, 'unreturned'),
      downMs: down,
      shownMs: binsOf(sum, 'shown', SHOWN_BOUNDS_MS),
      undisturbed: slo.undisturbed(now - (clock.wallNow() - period.to), period.to - period.from),
      target: slo.target,
      burn: slo.pairs
        .flatMap(({ longMs, shortMs }) => [longMs, shortMs])
        .map((windowMs) => ({
          windowMs,
          rate: slo.burn(now, windowMs),
        })),
    },
    silenceBeforeCloseMs: binsOf(sum, 'silence', SILENCE_BOUNDS_MS),
    pathLimits: pathLimits().map((limit) => pathLimitView(limit, clock)),
    chart,
  };
}

/** Of a connection; null where less than a minute of one was seen. */
function bytesPerHour(rows: readonly (Row | null)[], seenMs: readonly number[]): number | null {
  let [beats, connectedMs, passedMs] = [0, 0, 0];
  for (let place = rows.length - 1; place >= 0 && passedMs < RECENT_MS; place -= 1) {
    const row = rows[place];
    const ms = seenMs[place] ?? 0;
    passedMs += ms;
    if (!row) continue;
    beats += heartbeatsIn(row);
    connectedMs += row.connections.last * ms;
  }
  return connectedMs < MINUTE_MS ? null : Math.round((beats * BYTES_PER_HEARTBEAT * HOUR_MS) / connectedMs);
}

const pathLimitView = ({ seenAt, ...limit }: PathLimit, clock: GatewayClock): PathLimitView => ({
  ...limit,
  learnedAt: toWall(clock, seenAt),
  ...(limit.kind === 'idle' && { longestIntervalMs: longestIntervalMs(limit) }),
});

const countOf = (row: Row, name: Distribution): number => total(row.histograms.get(name) ?? new Uint32Array());

const quantiles = (row: Row, name: Distribution): NonNullable<GatewayStats['rttMs']> => ({
  count: countOf(row, name),
  p50: quantileOf(row, name, 0.5),
  p95: quantileOf(row, name, 0.95),
  p99: quantileOf(row, name, 0.99),
});

const binsOf = (row: Row, name: Distribution, boundsMs: readonly number[]) => {
  const histogram = row.histograms.get(name);
  return histogram ? bins(histogram, SCALES[name], boundsMs) : [];
};
