/** Each bucket ends 1.15 times later than the one before, so a quantile is at most 7 % off. */
const RATIO = 1.15;
const BUCKETS = 96;
const LOG_RATIO = Math.log(RATIO);

/** How often each duration came. Two of one scale merge by adding, so the p99 of a cluster is a true p99. */
export type Histogram = Uint32Array;

/** What a histogram counts: the first bucket ends here, the last 670 000 times later. In milliseconds. */
export type Scale = number;

/** Round trips: 0.1 ms to a minute. */
export const RTT_SCALE: Scale = 0.1;
/** Outages, and silence before a close: 10 ms to two hours. */
export const OUTAGE_SCALE: Scale = 10;
/** How long connections lasted: a second to eight days. */
export const DURATION_SCALE: Scale = 1_000;

/** A histogram with nothing counted: 384 bytes. */
export const createHistogram = (): Histogram => new Uint32Array(BUCKETS);

/** Counts one duration. What is below the scale counts in its first bucket, what is above in its last. */
export function count(histogram: Histogram, scale: Scale, durationMs: number): void {
  const index = durationMs <= scale ? 0 : Math.ceil(Math.log(durationMs / scale) / LOG_RATIO);
  const bucket = Math.min(index, BUCKETS - 1);
  histogram[bucket] = (histogram[bucket] ?? 0) + 1;
}

/** Adds the counts of one histogram to another. */
export function merge(into: Histogram, other: Histogram): void {
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) into[bucket]! += other[bucket]!;
}

/** How many durations were counted. */
export function total(histogram: Histogram): number {
  let sum = 0;
  for (let bucket = 0; bucket < histogram.length; bucket += 1) sum += histogram[bucket]!;
  return sum;
}

/** The duration that the share `quantile` (0 to 1) did not exceed, in milliseconds; null when nothing was counted. */
export const quantileMs = (histogram: Histogram, scale: Scale, quantile: number): number | null =>
  quantilesMs(histogram, scale, [quantile])[0] ?? null;

/** Several of them, by rising share, in one pass. */
export function quantilesMs(histogram: Histogram, scale: Scale, quantiles: readonly number[]): (number | null)[] {
  const all = total(histogram);
  const found: (number | null)[] = quantiles.map(() => null);
  let below = 0;
  for (let bucket = 0, next = 0; bucket < BUCKETS && next < quantiles.length; bucket += 1) {
    below += histogram[bucket]!;
    for (; next < quantiles.length && below >= Math.max(1, Math.ceil(quantiles[next]! * all)); next += 1)
      found[next] = scale * middleOf(bucket);
  }
  return found;
}

/** The middle of the bucket, by ratio: as far from its beginning as from its end. */
const middleOf = (bucket: number): number => RATIO ** (bucket - 0.5);

/** How many durations lay between the bounds: one bin more than there are bounds, the last without an end. */
export function bins(
  histogram: Histogram,
  scale: Scale,
  boundsMs: readonly number[],
): { fromMs: number; toMs: number | null; count: number }[] {
  const found = [0, ...boundsMs].map((fromMs, index) => ({ fromMs, toMs: boundsMs[index] ?? null, count: 0 }));
  histogram.forEach((counted, bucket) => {
    const durationMs = scale * middleOf(bucket);
    const bin = found.findLast(({ fromMs }) => durationMs >= fromMs);
    if (bin) bin.count += counted;
  });
  return found;
}
