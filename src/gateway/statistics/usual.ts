import type { Ring } from './rows/ring.js';
import { columnOf, type Row } from './rows/row.js';

/** A day and half an hour, in buckets of 5 minutes. */
const DAY = 288;
/** People come at about the same time of the day: half an hour earlier or later. */
const AROUND = 6;
const HOUR = 12;
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

/** What is kept of a row: its distributions would take a hundred times as much. */
interface Known {
  readonly counts: Row['counts'];
  /** The most at once. */
  readonly connections: number;
}
const toKnown = (row: Row | null): Known | null => row && { counts: row.counts, connections: row.connections.max };

/**
 * Where counts usually lie, by the rate per connection of the same time yesterday, or of the hour before where there is no
 * yesterday. What the two days say is worked out once in five minutes, when they change, and of those parts that a chart
 * asks for: it asks for hundreds of buckets of each of its lines, and a dashboard for a chart every few seconds.
 */
export function createUsual({ newest, between, length, bucketMs: coarseMs }: Ring): (name: string) => UsualRanges {
  let known: { readonly newest: number; readonly rows: readonly (Known | null)[] } | undefined;
  const medians = new Map<string, { readonly aroundYesterday: Medians; readonly inHour: Medians }>();

  function mediansOf(name: string, rows: readonly (Known | null)[]) {
    const column = columnOf(name);
    const rates = new Float64Array(rows.length).fill(NaN);
    rows.forEach((row, at) => {
      if (row && row.connections > 0) rates[at] = row.counts[column]! / row.connections;
    });
    return { aroundYesterday: mediansBefore(rates, 2 * AROUND + 1), inHour: mediansBefore(rates, HOUR) };
  }

  return (name) => {
    if (known?.newest !== newest()) {
      medians.clear();
      known = { newest: newest(), rows: between(newest() + 1 - length, newest()).map(toKnown) };
    }
    const found = medians.get(name) ?? mediansOf(name, known.rows);
    medians.set(name, found);
    const first = known.newest + 1 - length;
    return (at, bucketMs, connections) => {
      const row = Math.floor(at / coarseMs) - first;
      const yesterday = found.aroundYesterday(row - DAY + AROUND);
      const rate = Number.isNaN(yesterday) ? found.inHour(row - 1) : yesterday;
      if (Number.isNaN(rate)) return null;
      const mean = (rate * connections * bucketMs) / coarseMs;
      const spread = DEVIATIONS * Math.sqrt(VARIANCE * mean);
      return { low: tenths(Math.max(0, mean - spread)), high: tenths(mean + spread) };
    };
  };
}

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** The median of the values before and at a place; NaN where it is unknown. */
type Medians = (at: number) => number;

/** How many medians are worked out together. */
const BLOCK = 48;

/** For each value the median of the `length` values that end with it, of those that are known; NaN is unknown. */
function mediansBefore(values: Float64Array, length: number): Medians {
  const medians = new Float64Array(values.length);
  const isDone = new Uint8Array(Math.ceil(values.length / BLOCK));
  return (at) => {
    if (at < 0 || at >= values.length) return NaN;
    const block = Math.floor(at / BLOCK);
    if (isDone[block] === 0) {
      isDone[block] = 1;
      slideMedians(values, length, medians, block * BLOCK, Math.min(values.length, (block + 1) * BLOCK));
    }
    return medians[at]!;
  };
}

/** Fills in the medians from `from` to before `to`. The window comes in from the left. */
function slideMedians(values: Float64Array, length: number, medians: Float64Array, from: number, to: number): void {
  const sorted = new Float64Array(length + 1);
  const first = Math.max(0, from - length + 1);
  let known = 0;
  for (let at = first; at < to; at += 1) {
    const value = values[at]!;
    const gone = at - length < first ? NaN : values[at - length]!;
    if (!Number.isNaN(gone)) {
      known -= 1;
      for (let place = sorted.indexOf(gone); place < known; place += 1) sorted[place] = sorted[place + 1]!;
    }
    if (!Number.isNaN(value)) {
      let place = known;
      for (; place > 0 && sorted[place - 1]! > value; place -= 1) sorted[place] = sorted[place - 1]!;
      sorted[place] = value;
      known += 1;
    }
    if (at >= from) medians[at] = known < LEAST_ROWS ? NaN : sorted[Math.floor(known / 2)]!;
  }
}
