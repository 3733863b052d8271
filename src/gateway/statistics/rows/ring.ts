import { packRow, unpackRow, type PackedRow } from './packedRow.js';
import { COLUMN_NAMES, type Row } from './row.js';

/** The newest rows, a fixed number of them. */
export interface Ring {
  /** The length of a bucket. */
  readonly bucketMs: number;
  /** How far back it reaches. */
  readonly spanMs: number;
  readonly push: (row: Row) => void;
  /** The rows of the buckets from `first` to `last`, both included; null where time was lost. */
  readonly between: (first: number, last: number) => (Row | null)[];
  /** How many rows it keeps. */
  readonly length: number;
  /** The bucket of the newest row; -1 before the first. */
  readonly newest: () => number;
}

/** Makes a ring of `length` buckets. */
export function createRing(bucketMs: number, length: number): Ring {
  const rows: (PackedRow | undefined)[] = [];
  let newest = -1;
  const slot = (index: number): number => ((index % length) + length) % length;
  return {
    bucketMs,
    length,
    spanMs: bucketMs * length,
    newest: () => newest,
    push(row) {
      newest = row.index;
      rows[slot(row.index)] = packRow(row);
    },
    between(first, last) {
      const found: (Row | null)[] = [];
      const begin = Math.max(first, last - length + 1);
      // One piece of memory for the counts of all: to get each its own is half of what reading them costs.
      const counts = new Uint32Array(Math.max(0, last + 1 - begin) * COLUMN_NAMES.length);
      for (let index = begin; index <= last; index += 1) {
        const row = rows[slot(index)];
        const at = (index - begin) * COLUMN_NAMES.length;
        found.push(row?.index === index ? unpackRow(row, counts.subarray(at, at + COLUMN_NAMES.length)) : null);
      }
      return found;
    },
  };
}
