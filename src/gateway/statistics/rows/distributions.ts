import { createHistogram, DURATION_SCALE, OUTAGE_SCALE, RTT_SCALE, type Histogram, type Scale } from './histogram.js';
import { NumberReader, packNumbers } from './numberBytes.js';

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

const NAMES = Object.keys(SCALES) as Distribution[];

/** Histograms as bytes: only the part of each that was counted in. */
export function packHistograms(histograms: ReadonlyMap<Distribution, Histogram>): Uint8Array {
  const numbers: number[] = [];
  let packed = 0;
  NAMES.forEach((name, place) => {
    const histogram = histograms.get(name);
    const first = histogram?.findIndex((counted) => counted > 0) ?? -1;
    if (!histogram || first < 0) return;
    packed += 1;
    const last = histogram.findLastIndex((counted) => counted > 0);
    numbers.push(place, first, last + 1 - first, ...histogram.subarray(first, last + 1));
  });
  return packNumbers([packed, ...numbers]);
}

/** Adds packed histograms to others, without an array for each. */
export function addPacked(bytes: Uint8Array, sums: Map<Distribution, Histogram>): void {
  const reader = new NumberReader(bytes);
  for (let left = reader.next(); left > 0; left -= 1) {
    const name = NAMES[reader.next()]!;
    let sum = sums.get(name);
    if (!sum) sums.set(name, (sum = createHistogram()));
    const first = reader.next();
    const end = first + reader.next();
    for (let bin = first; bin < end; bin += 1) sum[bin]! += reader.next();
  }
}

/** Unpacks one distribution into a histogram that may be used again. False: there is no sample of it. */
export function unpackInto(histogram: Histogram, bytes: Uint8Array, wanted: Distribution): boolean {
  histogram.fill(0);
  const reader = new NumberReader(bytes);
  for (let left = reader.next(); left > 0; left -= 1) {
    const isWanted = NAMES[reader.next()] === wanted;
    const first = reader.next();
    const end = first + reader.next();
    for (let bin = first; bin < end; bin += 1) {
      const counted = reader.next();
      if (isWanted) histogram[bin] = counted;
    }
    if (isWanted) return true;
  }
  return false;
}
