import type { Row } from './row.js';

/** The newest rows, a fixed number of them. */
export interface Ring {
  /** The length of a bucket. */
  readonly bucketMs: number;
  /** How far back it reaches. */
  readonly spanMs: number;
  readonly push: (row: Row) => void;
  /** The rows of the buckets from `first` to `last`, both included; null where time was lost. */
  readonly between: (first: number, last: number) => (Row | null)[];
}

/** Makes a ring of `length` buckets. */
export function createRing(bucketMs: number, length: number): Ring {
  const rows: (Row | undefined)[] = [];
  const slot = (index: number): number => ((index % length) + length) % length;
  return {
    bucketMs,
    spanMs: bucketMs * length,
    push(row) {
      rows[slot(row.index)] = row;
    },
    between(first, last) {
      const found: (Row | null)[] = [];
      for (let index = Math.max(first, last - length + 1); index <= last; index += 1) {
        const row = rows[slot(index)];
        found.push(row?.index === index ? row : null);
      }
      return found;
    },
  };
}
