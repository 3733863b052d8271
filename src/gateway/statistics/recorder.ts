import type { GatewayClock } from '../clock.js';
import type { Tally } from '../telemetry/tally.js';
import type { Histogram } from './rows/histogram.js';
import { createRing, type Ring } from './rows/ring.js';
import { readCounts, difference, observe, sumRows, type Distribution, type Row } from './rows/row.js';
import { createUsual, type UsualRanges } from './usual.js';

/** The length of the finest bucket. */
export const BUCKET_MS = 10_000;
/** An hour of them. */
const FINE_BUCKETS = 360;
/** Two days of five minutes. */
const COARSE_MS = 300_000;
const COARSE_BUCKETS = 576;
const FINE_PER_COARSE = COARSE_MS / BUCKET_MS;

/** What the statistics are made from. */
export interface StatisticsSources {
  readonly clock: GatewayClock;
  readonly tally: Tally;
  readonly connections: () => number;
  /** The longest delay of the event loop since it was last asked, in milliseconds. */
  readonly takeLagMs: () => number;
  /** The same, and nothing is taken. */
  readonly readLagMs: () => number;
}

/** Keeps what happened, bucket by bucket, in memory that does not grow with connections or time. */
export interface StatisticsRecorder {
  readonly fine: Ring;
  readonly coarse: Ring;
  /** Nothing is known of the time before (monotonic ms). */
  readonly startedAt: number;
  /** Where a count usually lies. */
  readonly usual: (name: string) => UsualRanges;
  /** The bucket that is still growing, as it is now. Its index is that of the fine ring. */
  readonly current: () => Row;
  /** The number of connections has changed. */
  readonly connectionsChanged: () => void;
  readonly observe: (name: Distribution, durationMs: number) => void;
  readonly stop: () => void;
}

/**
 * Begins to record. Counts are not touched as they happen: a bucket is the difference of two readings of the tally, so
 * statistics cost the same whatever the number of heartbeats. `onBucket` is called after each bucket, with null for each
 * that was lost because the process stood still.
 */
export function recordStatistics(
  { clock, tally, connections, takeLagMs, readLagMs }: StatisticsSources,
  onBucket: (row: Row | null) => void,
): StatisticsRecorder {
  const fine = createRing(BUCKET_MS, FINE_BUCKETS);
  const coarse = createRing(COARSE_MS, COARSE_BUCKETS);
  const indexAt = (now: number): number => Math.floor(now / BUCKET_MS);

  const startedAt = clock.now();
  let index = indexAt(startedAt);
  let before = readCounts(tally);
  let histograms = new Map<Distribution, Histogram>();
  let least = connections();
  let most = least;
  let timer: unknown;

  const current = (lagMs = readLagMs()): Row => ({
    index,
    counts: difference(readCounts(tally), before),
    histograms,
    connections: { min: least, max: most, last: connections() },
    lagMs,
  });
  const endCoarse = (coarseIndex: number): void => {
    const first = coarseIndex * FINE_PER_COARSE;
    const rows = fine.between(first, first + FINE_PER_COARSE - 1).filter((row) => row !== null);
    if (rows.length > 0) coarse.push(sumRows(rows, coarseIndex));
  };
  const tick = (): void => {
    const now = indexAt(clock.now());
    // A timer may fire a little early.
    if (now > index) {
      const row = current(takeLagMs());
      fine.push(row);
      const coarseIndex = Math.floor(index / FINE_PER_COARSE);
      if (Math.floor(now / FINE_PER_COARSE) !== coarseIndex) endCoarse(coarseIndex);
      before = readCounts(tally);
      histograms = new Map();
      least = most = connections();
      const lost = now - index - 1;
      index = now;
      onBucket(row);
      for (let bucket = 0; bucket < Math.min(lost, FINE_BUCKETS); bucket += 1) onBucket(null);
    }
    timer = clock.setTimeout(tick, (index + 1) * BUCKET_MS - clock.now());
  };
  tick();

  return {
    fine,
    coarse,
    startedAt,
    usual: createUsual(coarse),
    current,
    connectionsChanged() {
      const now = connections();
      least = Math.min(least, now);
      most = Math.max(most, now);
    },
    observe: (name, durationMs) => observe(histograms, name, durationMs),
    stop: () => clock.clearTimeout(timer),
  };
}
