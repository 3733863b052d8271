import { createTally, type Tally } from '../../telemetry/tally.js';
import { addPacked, SCALES, unpackInto, type Distribution } from './distributions.js';
import { createHistogram, count, merge, type Histogram } from './histogram.js';

export { SCALES, type Distribution } from './distributions.js';

/** What happened in one bucket of time. */
export interface Row {
  /** Which bucket, counted from the zero of the monotonic clock. */
  readonly index: number;
  readonly counts: Uint32Array;
  /** Distributions of which there was a sample. */
  readonly histograms: ReadonlyMap<Distribution, Histogram>;
  /** The same as bytes, where it is kept as such: a reader of hundreds of rows spares the arrays. */
  readonly packed?: Uint8Array;
  /** How many connections there were. */
  readonly connections: { readonly min: number; readonly max: number; readonly last: number };
  /** The longest delay of the event loop. */
  readonly lagMs: number;
}

/** What is counted, in the order of a row's counts: the names of the tally, as `opened` or `closed.abnormal`. */
const COLUMNS = columnsOf(createTally()).map(([name]) => name);
const COLUMN = new Map(COLUMNS.map((name, column) => [name, column]));

/** Nothing counted. */
export const createCounts = (): Uint32Array => new Uint32Array(COLUMNS.length);

/** What is counted, by the column of a row's counts. */
export const COLUMN_NAMES: readonly string[] = COLUMNS;

/** The counts of a tally, which only grow. */
export const readCounts = (tally: Tally): Uint32Array => Uint32Array.from(columnsOf(tally), ([, counted]) => counted);

/** What was counted between two readings. Beyond 2³² a count begins again, and a difference is still right. */
export const difference = (now: Uint32Array, before: Uint32Array): Uint32Array =>
  now.map((counted, column) => counted - (before[column] ?? 0));

/** Where in a row's counts something is, by its name in the tally. */
export const columnOf = (name: string): number => COLUMN.get(name) ?? -1;

/** How often something was counted in a row, by its name in the tally. */
export const counted = ({ counts }: Row, name: string): number => counts[columnOf(name)] ?? 0;

/** The names of one group with their counts: of `closed`, `refused` or `reconnects`. */
export const namesOf = (group: 'closed' | 'refused' | 'reconnects'): string[] =>
  COLUMNS.filter((name) => name.startsWith(`${group}.`)).map((name) => name.slice(group.length + 1));

function columnsOf({ counters, closed, refused, reconnects }: Tally): [string, number][] {
  const groups = Object.entries({ closed, refused, reconnects });
  const named = groups.flatMap(([group, record]) =>
    Object.entries(record).map(([name, times]): [string, number] => [`${group}.${name}`, times]),
  );
  return [...Object.entries(counters), ...named];
}

/** Adds a duration to the distributions of a row that is still growing. */
export function observe(histograms: Map<Distribution, Histogram>, name: Distribution, durationMs: number): void {
  let histogram = histograms.get(name);
  if (!histogram) histograms.set(name, (histogram = createHistogram()));
  count(histogram, SCALES[name], durationMs);
}

/** One distribution of a row, undefined without a sample. What is packed is unpacked into `scratch`. */
export function histogramOf(row: Row, name: Distribution, scratch: Histogram): Histogram | undefined {
  if (!row.packed) return row.histograms.get(name);
  return unpackInto(scratch, row.packed, name) ? scratch : undefined;
}

/** The rows of several gateways for one bucket: as many connections as all of them have. */
export function addRows(rows: readonly Row[], index: number): Row {
  const add = (which: keyof Row['connections']): number => rows.reduce((sum, row) => sum + row.connections[which], 0);
  return { ...sumRows(rows, index), connections: { min: add('min'), max: add('max'), last: add('last') } };
}

/** Several rows as one: of a longer bucket, or of a whole period. */
export function sumRows(rows: readonly Row[], index = 0): Row {
  const counts = createCounts();
  const histograms = new Map<Distribution, Histogram>();
  for (const row of rows) {
    for (let column = 0; column < COLUMNS.length; column += 1) counts[column]! += row.counts[column]!;
    if (row.packed) addPacked(row.packed, histograms);
    else
      for (const [name, histogram] of row.histograms) {
        let sum = histograms.get(name);
        if (!sum) histograms.set(name, (sum = createHistogram()));
        merge(sum, histogram);
      }
  }
  return {
    index,
    counts,
    histograms,
    connections: {
      min: rows.reduce((least, { connections }) => Math.min(least, connections.min), Infinity),
      max: rows.reduce((most, { connections }) => Math.max(most, connections.max), 0),
      last: rows.at(-1)?.connections.last ?? 0,
    },
    lagMs: rows.reduce((most, { lagMs }) => Math.max(most, lagMs), 0),
  };
}
