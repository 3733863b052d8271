import { addPacked, packHistograms, type Distribution } from './distributions.js';
import type { Histogram } from './histogram.js';
import { NumberReader, packNumbers } from './numberBytes.js';
import { createCounts, type Row } from './row.js';

/**
 * A row as it is kept: its counts and histograms as bytes. Two days of rows then take a megabyte, where arrays of their own
 * take four.
 */
export interface PackedRow extends Omit<Row, 'counts' | 'histograms' | 'packed'> {
  readonly counts: Uint8Array;
  readonly histograms: Uint8Array;
}

/** Packs a row. */
export const packRow = ({ index, counts, histograms, connections, lagMs }: Row): PackedRow => ({
  index,
  connections,
  lagMs,
  counts: packNumbers(counts),
  histograms: packHistograms(histograms),
});

/**
 * Unpacks a row. Its histograms stay packed until they are asked for: most readers want the counts. Those go into an array of
 * the caller's, if it has one.
 */
export const unpackRow = (kept: PackedRow, counts = createCounts()): Row => new UnpackedRow(kept, counts);

class UnpackedRow implements Row {
  readonly index: number;
  readonly counts: Uint32Array;
  readonly connections: Row['connections'];
  readonly lagMs: number;
  readonly packed: Uint8Array;

  constructor({ index, counts: packed, histograms, connections, lagMs }: PackedRow, counts: Uint32Array) {
    this.index = index;
    this.counts = counts;
    const reader = new NumberReader(packed);
    for (let column = 0; column < counts.length; column += 1) counts[column] = reader.next();
    this.connections = connections;
    this.lagMs = lagMs;
    this.packed = histograms;
  }

  get histograms(): ReadonlyMap<Distribution, Histogram> {
    const unpacked = new Map<Distribution, Histogram>();
    addPacked(this.packed, unpacked);
    return unpacked;
  }
}
