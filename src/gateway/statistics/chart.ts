import type { StatsChart, StatsSeries } from '../../admin/schemas/stats.js';
import { createHistogram, quantileMs, quantilesMs } from './rows/histogram.js';
import { columnOf, counted, histogramOf, namesOf, SCALES, type Distribution, type Row } from './rows/row.js';
import type { NextTurn } from './turns.js';

const MINUTE_MS = 60_000;
const QUANTILES = [0.5, 0.95, 0.99] as const;
const HEARTBEATS = ['pingsSent', 'pingsReceived', 'pongsSent', 'pongsReceived'] as const;

/** More digits would only make the answer longer. */
const hundredths = (value: number): number => Math.round(value * 100) / 100;
const roundedOrNull = (value: number | null): number | null => (value === null ? null : hundredths(value));

/** Pings and pongs of both directions. */
export const heartbeatsIn = (row: Row): number => HEARTBEATS.reduce((sum, name) => sum + counted(row, name), 0);

/** A quantile of what was measured in a row; null without a sample. */
export const quantileOf = (row: Row, name: Distribution, quantile: number): number | null => {
  const histogram = row.histograms.get(name);
  return histogram ? quantileMs(histogram, SCALES[name], quantile) : null;
};

/** The buckets of a chart: rows that follow one another, and when each begins. */
export interface ChartRows {
  readonly rows: readonly (Row | null)[];
  readonly at: readonly number[];
  readonly bucketMs: number;
  /** How much of each bucket has been seen; absent: all of it. */
  readonly seenMs?: readonly number[];
}

/**
 * The chart of rows. `usual` gives the range a count usually has. Line by line, with a turn of the event loop in between where
 * it takes long: code that runs for the first time takes ten times as long.
 */
export async function chartOf(
  { rows, at, bucketMs, seenMs }: ChartRows,
  usual: (name: string) => StatsSeries['usual'],
  nextTurn: NextTurn,
): Promise<StatsChart> {
  const line = async (value: (row: Row, place: number) => number | null): Promise<StatsSeries> => {
    await nextTurn();
    return { values: rows.map((row, place) => row && value(row, place)) };
  };
  const counts = async (name: string): Promise<StatsSeries> => {
    const column = columnOf(name);
    const series = await line((row) => row.counts[column]!);
    const range = usual(name);
    return { ...series, ...(range && { usual: range }) };
  };
  const group = async (of: 'closed' | 'reconnects'): Promise<Record<string, StatsSeries>> => {
    const found: Record<string, StatsSeries> = {};
    for (const name of namesOf(of)) {
      const column = columnOf(`${of}.${name}`);
      // Causes that did not come would be lines along the bottom.
      const hasCome = rows.some((row) => row !== null && row.counts[column]! > 0);
      // oxlint-disable-next-line no-await-in-loop -- one line in a turn is the point
      if (hasCome) found[name] = await counts(`${of}.${name}`);
    }
    return found;
  };
  const beats = HEARTBEATS.map(columnOf);
  return {
    at: [...at],
    bucketMs,
    connections: await line((row) => row.connections.last),
    connectionsMin: await line((row) => row.connections.min),
    connectionsMax: await line((row) => row.connections.max),
    opened: await counts('opened'),
    closed: await group('closed'),
    heartbeatsPerMinute: await line(({ counts: all }, place) => {
      let sum = 0;
      for (const column of beats) sum += all[column]!;
      // A second at least: a single ping in the first millisecond of a bucket is no rate.
      return hundredths((sum * MINUTE_MS) / Math.max(1_000, seenMs?.[place] ?? bucketMs));
    }),
    missed: await counts('missed'),
    timeouts: await counts('timeouts'),
    reconnects: await group('reconnects'),
    ...(await roundTrips(rows, nextTurn)),
    loopLagMs: await line((row) => hundredths(row.lagMs)),
  };
}

/** The three lines of round trips: each bucket is unpacked once for all of them. */
async function roundTrips(
  rows: ChartRows['rows'],
  nextTurn: NextTurn,
): Promise<Pick<StatsChart, 'rttP50Ms' | 'rttP95Ms' | 'rttP99Ms'>> {
  await nextTurn();
  const scratch = createHistogram();
  const quantiles = rows.map((row) => {
    const histogram = row && histogramOf(row, 'rtt', scratch);
    return histogram ? quantilesMs(histogram, SCALES.rtt, QUANTILES).map(roundedOrNull) : null;
  });
  const line = (place: number): StatsSeries => ({ values: quantiles.map((of) => of?.[place] ?? null) });
  return { rttP50Ms: line(0), rttP95Ms: line(1), rttP99Ms: line(2) };
}
