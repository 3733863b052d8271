const WINDOW_MS = 1_000;

/** Counts the heartbeat frames of one peer, by the second. */
export class FrameRate {
  readonly #perSecond: number;
  #windowAt = -WINDOW_MS;
  #count = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Counts one frame at `now` (monotonic ms); whether it still is within the rate. */
  allows(now: number): boolean {
    if (now - this.#windowAt >= WINDOW_MS) {
      this.#windowAt = now;
      this.#count = 0;
    }
    this.#count += 1;
    return this.#count <= this.#perSecond;
  }
}
