import { createTally, type Tally } from '../telemetry/tally.js';
import {
  createHistogram,
  count,
  DURATION_SCALE,
  merge,
  OUTAGE_SCALE,
  RTT_SCALE,
  type Histogram,
  type Scale,
} from './histogram.js';

/** What is measured as a distribution, and the scale of each. */
export const SCALES = {
  /** From a ping to its pong. */
  rtt: RTT_SCALE,
  /** How long connections lasted. */
  connection: DURATION_SCALE,
  /** Silence in both directions before an end that neither side began. */
  silence: OUTAGE_SCALE,
  /** How long clients were away, by their own account. */
  down: OUTAGE_SCALE,
  /** How long a person saw the outage. */
  shown: OUTAGE_SCALE,
} as const satisfies Record<string, Scale>;

/** A distribution by name. */
export type Distribution = keyof typeof SCALES;

/** What happened in one bucket of time. */
export interface Row {
  /** Which bucket, counted from the zero of the monotonic clock. */
  readonly index: number;
  readonly counts: Uint32Array;
  /** Distributions of which there was a sample. */
  readonly histograms: ReadonlyMap<Distribution, Histogram>;
  /** How many connections there were. */
  readonly connections: { readonly min: number; readonly max: number; readonly last: number };
  /** The longest delay of the event loop. */
  readonly lagMs: number;
}

/** What is counted, in the order of a row's counts: the names of the tally, as `opened` or `closed.abnormal`. */
const COLUMNS = columnsOf(createTally()).map(([name]) => name);
const COLUMN = new Map(COLUMNS.map((name, column) => [name, column]));

/** The counts of a tally, which only grow. */
export const readCounts = (tally: Tally): Uint32Array => Uint32Array.from(columnsOf(tally), ([, counted]) => counted);

/** What was counted between two readings. Beyond 2³² a count begins again, and a difference is still right. */
export const difference = (now: Uint32Array, before: Uint32Array): Uint32Array =>
  now.map((counted, column) => counted - (before[column] ?? 0));

/** How often something was counted in a row, by its name in the tally. */
export const counted = ({ counts }: Row, name: string): number => counts[COLUMN.get(name) ?? -1] ?? 0;

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

/** Several rows as one: of a longer bucket, or of a whole period. */
export function sumRows(rows: readonly Row[], index = 0): Row {
  const counts = new Uint32Array(COLUMNS.length);
  const histograms = new Map<Distribution, Histogram>();
  for (const row of rows) {
    for (let column = 0; column < COLUMNS.length; column += 1) counts[column]! += row.counts[column]!;
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
