/** The span is counted in this many slots. */
const SLOTS = 10;

/** Counts what happened within the last `spanMs`, precise to a tenth of it, in memory that does not grow with the count. */
export class SlidingCount {
  readonly #slotMs: number;
  /** One slot more than the span has, so that they cover the whole span at any instant. */
  readonly #slots = Array.from({ length: SLOTS + 1 }, () => 0);
  #slot = Number.NEGATIVE_INFINITY;
  #total = 0;

  constructor(spanMs: number) {
    this.#slotMs = Math.max(1, spanMs / SLOTS);
  }

  /** The count of the span that ends at `now` (monotonic ms). */
  at(now: number): number {
    const slot = Math.floor(now / this.#slotMs);
    const passed = Math.min(slot - this.#slot, this.#slots.length);
    for (let step = 0; step < passed; step += 1) {
      const index = this.#index(slot - step);
      this.#total -= this.#slots[index] ?? 0;
      this.#slots[index] = 0;
    }
    this.#slot = Math.max(slot, this.#slot);
    return this.#total;
  }

  /** Counts one at `now`. */
  add(now: number): void {
    this.at(now);
    const index = this.#index(this.#slot);
    this.#slots[index] = (this.#slots[index] ?? 0) + 1;
    this.#total += 1;
  }

  #index(slot: number): number {
    const { length } = this.#slots;
    return ((slot % length) + length) % length;
  }
}
