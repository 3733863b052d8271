import * as v from 'valibot';
import type { ChartRows } from './chart.js';
import { createHistogram } from './rows/histogram.js';
import { addRows, COLUMN_NAMES, columnOf, SCALES, sumRows, type Distribution, type Row } from './rows/row.js';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Index and count, in turns: most buckets count few things. */
const sparse = v.pipe(v.array(count), v.maxLength(400));
const rowSchema = v.object({
  counts: sparse,
  histograms: v.record(v.string(), sparse),
  connections: v.object({ min: count, max: count, last: count }),
  lagMs: v.pipe(v.number(), v.minValue(0)),
});
const rowsSchema = v.object({
  bucketMs: v.pipe(v.number(), v.minValue(1)),
  at: v.pipe(v.array(v.number()), v.maxLength(2_000)),
  /** The names of what is counted: a gateway of another version counts other things. */
  columns: v.pipe(v.array(v.string()), v.maxLength(400)),
  rows: v.pipe(v.array(v.nullable(rowSchema)), v.maxLength(2_000)),
});

/** What another gateway is told of a period. */
export const toSent = ({ rows, at, bucketMs }: ChartRows): unknown => ({
  bucketMs,
  at,
  columns: COLUMN_NAMES,
  rows: rows.map(
    (row) =>
      row && {
        counts: toSparse(row.counts),
        histograms: Object.fromEntries([...row.histograms].map(([name, histogram]) => [name, toSparse(histogram)])),
        connections: row.connections,
        lagMs: Math.round(row.lagMs * 10) / 10,
      },
  ),
});

/** Reads what another gateway tells of a period; null for anything else. */
export function parseSent(value: unknown): ChartRows | null {
  const result = v.safeParse(rowsSchema, value);
  if (!result.success) return null;
  const { bucketMs, at, columns, rows } = result.output;
  return { bucketMs, at, rows: rows.map((row, index) => row && toRow(row, index, columns)) };
}

function toRow(sent: v.InferOutput<typeof rowSchema>, index: number, columns: readonly string[]): Row {
  const counts = new Uint32Array(COLUMN_NAMES.length);
  for (const [column, times] of pairs(sent.counts)) {
    const known = columnOf(columns[column] ?? '');
    if (known >= 0) counts[known] = times;
  }
  const histograms = new Map<Distribution, Uint32Array>();
  for (const [name, buckets] of Object.entries(sent.histograms)) {
    if (!Object.hasOwn(SCALES, name)) continue;
    const histogram = createHistogram();
    for (const [bucket, times] of pairs(buckets)) if (bucket < histogram.length) histogram[bucket] = times;
    histograms.set(name as Distribution, histogram);
  }
  return { index, counts, histograms, connections: sent.connections, lagMs: sent.lagMs };
}

/**
 * The buckets of several gateways as one, all of one length: counts and histograms by adding, so that a quantile is one of all of them. Buckets
 * begin at other instants on each gateway; each goes to the one that it overlaps most.
 */
export function joinRows(own: ChartRows, others: readonly ChartRows[]): (Row | null)[] {
  const [first = 0] = own.at;
  const placed = others.map(({ at, rows }) => {
    const byPlace = new Map<number, Row>();
    rows.forEach((row, index) => {
      const place = Math.round(((at[index] ?? 0) - first) / own.bucketMs);
      const before = byPlace.get(place);
      if (row) byPlace.set(place, before ? sumRows([before, row], place) : row);
    });
    return byPlace;
  });
  return own.rows.map((row, place) => {
    const all = [row, ...placed.map((rows) => rows.get(place) ?? null)].filter((each) => each !== null);
    return all.length === 0 ? null : addRows(all, row?.index ?? place);
  });
}

function toSparse(values: Uint32Array): number[] {
  const found: number[] = [];
  values.forEach((value, index) => {
    if (value > 0) found.push(index, value);
  });
  return found;
}

function* pairs(flat: readonly number[]): Generator<[number, number]> {
  for (let index = 0; index + 1 < flat.length; index += 2) yield [flat[index]!, flat[index + 1]!];
}
