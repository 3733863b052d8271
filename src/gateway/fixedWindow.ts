/** Counts within windows of a fixed length. The first count after a window has ended opens the next window. */
export class FixedWindow {
  readonly #lengthMs: number;
  #startedAt: number;
  #count = 0;

  constructor(lengthMs: number) {
    this.#lengthMs = lengthMs;
    // An integer, and not -Infinity: V8 keeps a double in an object of its own, and every connection has a window.
    this.#startedAt = -lengthMs;
  }

  /** Counts one at `now` (monotonic ms). Returns the count of the window, this one included. */
  add(now: number): number {
    if (this.leftMs(now) <= 0) {
      this.#startedAt = now;
      this.#count = 0;
    }
    this.#count += 1;
    return this.#count;
  }

  /** The count of the window that is open at `now`; 0 when none is. */
  countAt(now: number): number {
    return this.leftMs(now) > 0 ? this.#count : 0;
  }

  /** Until the window ends; 0 or less when it has ended. */
  leftMs(now: number): number {
    return this.#startedAt + this.#lengthMs - now;
  }
}
