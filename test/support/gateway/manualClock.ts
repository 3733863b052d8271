import type { GatewayClock } from '../../../src/gateway/clock.js';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** A clock that moves when it is told to. Immediates are the platform's, as sockets are read in between. */
export class ManualClock implements GatewayClock {
  #now = 1_000;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  wallNow(): number {
    return 1_700_000_000_000 + this.#now;
  }

  setTimeout(run: () => void, delayMs: number): unknown {
    const timer = { at: this.#now + delayMs, run };
    this.#timers.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as Timer);
  }

  immediate(callback: () => void): void {
    setImmediate(callback);
  }

  get timerCount(): number {
    return this.#timers.size;
  }

  /** Lets time pass timer by timer, and the sockets be read after each that was due. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const next = [...this.#timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#now = Math.max(this.#now, next.at);
      this.#timers.delete(next);
      next.run();
      // oxlint-disable-next-line no-await-in-loop -- the order is the point
      await turns();
    }
    this.#now = end;
    await turns();
  }

  /** Time passes while nothing runs: a blocked event loop, a stopped process. */
  jump(ms: number): void {
    this.#now += ms;
  }
}

/** A few turns of the event loop: bytes on loopback go to the other side and back in each. */
export async function turns(count = 6): Promise<void> {
  if (count === 0) return;
  await new Promise((resolve) => setImmediate(resolve));
  await turns(count - 1);
}
