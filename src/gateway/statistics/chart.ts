import type { StatsChart, StatsSeries } from '../../admin/schemas/stats.js';
import { quantileMs } from './histogram.js';
import { counted, namesOf, SCALES, type Distribution, type Row } from './row.js';

const MINUTE_MS = 60_000;

/** Pings and pongs of both directions. */
export const heartbeatsIn = (row: Row): number =>
  counted(row, 'pingsSent') + counted(row, 'pingsReceived') + counted(row, 'pongsSent') + counted(row, 'pongsReceived');

/** A quantile of what was measured in a row; null without a sample. */
export const quantileOf = (row: Row, name: Distribution, quantile: number): number | null => {
  const histogram = row.histograms.get(name);
  return histogram ? quantileMs(histogram, SCALES[name], quantile) : null;
};

/** The chart of rows that follow one another; `at` is when each begins. `usual` gives the range a count usually has. */
export function chartOf(
  rows: readonly (Row | null)[],
  at: number[],
  bucketMs: number,
  usual: (name: string) => StatsSeries['usual'],
): StatsChart {
  const line = (value: (row: Row) => number | null): StatsSeries => ({ values: rows.map((row) => row && value(row)) });
  const counts = (name: string): StatsSeries => {
    const range = usual(name);
    return { ...line((row) => counted(row, name)), ...(range && { usual: range }) };
  };
  const group = (of: 'closed' | 'reconnects'): Record<string, StatsSeries> =>
    Object.fromEntries(
      namesOf(of)
        // Causes that did not come would be lines along the bottom.
        .filter((name) => rows.some((row) => row && counted(row, `${of}.${name}`) > 0))
        .map((name) => [name, counts(`${of}.${name}`)]),
    );
  return {
    at,
    bucketMs,
    connections: line((row) => row.connections.last),
    connectionsMin: line((row) => row.connections.min),
    connectionsMax: line((row) => row.connections.max),
    opened: counts('opened'),
    closed: group('closed'),
    heartbeatsPerMinute: line((row) => (heartbeatsIn(row) * MINUTE_MS) / bucketMs),
    missed: counts('missed'),
    timeouts: counts('timeouts'),
    reconnects: group('reconnects'),
    rttP50Ms: line((row) => quantileOf(row, 'rtt', 0.5)),
    rttP95Ms: line((row) => quantileOf(row, 'rtt', 0.95)),
    rttP99Ms: line((row) => quantileOf(row, 'rtt', 0.99)),
    loopLagMs: line((row) => row.lagMs),
  };
}
