import { counted, type Row } from './row.js';
import type { Ring } from './ring.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** People come at about the same time of the day. */
const AROUND_MS = 1_800_000;
/** Fewer buckets say nothing about what is usual. */
const LEAST_ROWS = 6;
/** Counts come in bursts: their variance is twice their mean, as the spike rule takes it. */
const VARIANCE = 2;
const DEVIATIONS = 2;

/** From where to where a count usually lies in a bucket. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** The range of a bucket that begins at `at` (monotonic ms); null where none is known. */
export type UsualRanges = (at: number, bucketMs: number, connections: number) => Range | null;

/**
 * Where a count usually lies, by the rate per connection of the same time yesterday, or of the hour before where there is no
 * yesterday. The rate is looked up once for each bucket of the coarse ring, because a chart asks for thirty fine ones in it.
 */
export function usualRanges(coarse: Ring, name: string): UsualRanges {
  const rates = new Map<number, number | null>();
  const rateIn = (index: number): number | null => {
    const at = index * coarse.bucketMs;
    const yesterday = at - DAY_MS;
    return (
      medianRate(rowsBetween(coarse, yesterday - AROUND_MS, yesterday + AROUND_MS), name) ??
      medianRate(rowsBetween(coarse, at - HOUR_MS, at - coarse.bucketMs), name)
    );
  };
  return (at, bucketMs, connections) => {
    const index = Math.floor(at / coarse.bucketMs);
    let rate = rates.get(index);
    if (rate === undefined) rates.set(index, (rate = rateIn(index)));
    if (rate === null) return null;
    const mean = (rate * connections * bucketMs) / coarse.bucketMs;
    const spread = DEVIATIONS * Math.sqrt(VARIANCE * mean);
    return { low: Math.max(0, mean - spread), high: mean + spread };
  };
}

const rowsBetween = (ring: Ring, from: number, to: number): Row[] =>
  ring.between(Math.floor(from / ring.bucketMs), Math.floor(to / ring.bucketMs)).filter((row) => row !== null);

function medianRate(rows: readonly Row[], name: string): number | null {
  const rates = rows
    .filter(({ connections }) => connections.max > 0)
    .map((row) => counted(row, name) / row.connections.max)
    .toSorted((left, right) => left - right);
  return rates.length < LEAST_ROWS ? null : (rates[Math.floor(rates.length / 2)] ?? null);
}
