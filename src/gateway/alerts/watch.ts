import type { Row } from '../statistics/rows/row.js';

/** What a rule says after a bucket. */
export interface Finding {
  readonly isActive: boolean;
  /** False: nothing can be said yet, or at this load. */
  readonly canJudge: boolean;
  /** What is, and what is usual, in the rule's unit; null when it is not known. */
  readonly value: number | null;
  readonly usual: number | null;
  /** What the rule can see at the present load, as a sentence. */
  readonly canSee: string;
}

/** A rule at work. */
export interface Watch {
  /** A bucket of 10 s has ended; null: it was lost, because the process stood still. */
  readonly add: (row: Row | null) => Finding;
}
