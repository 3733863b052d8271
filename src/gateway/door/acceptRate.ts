import { SlidingCount } from '../slidingCount.js';

const SECOND_MS = 1_000;

/** Lets so many in within any second, and no more: a crowd that comes back at once is taken in at a pace we can serve. */
export class AcceptRate {
  readonly #perSecond: number;
  readonly #accepted = new SlidingCount(SECOND_MS);

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Counts one that asks at `now` (monotonic ms) if it may come in. */
  allows(now: number): boolean {
    if (this.#accepted.at(now) >= this.#perSecond) return false;
    this.#accepted.add(now);
    return true;
  }
}
