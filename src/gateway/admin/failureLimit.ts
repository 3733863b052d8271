import { addressKey } from '../door/address.js';
import type { Clock } from '../clock.js';

const MAX_FAILURES = 10;
const WINDOW_MS = 60_000;
/** What is remembered is bounded, however many addresses an attacker has; the oldest is forgotten first. */
const MAX_ADDRESSES = 10_000;

/** Counts failed authorizations by address: ten in a minute, then a pause. */
export class FailureLimit {
  readonly #clock: Clock;
  readonly #windows = new Map<string, { readonly startedAt: number; count: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Seconds the address has to wait; 0 when it may try. */
  waitSeconds(address: string): number {
    const window = this.#windows.get(addressKey(address));
    if (!window || window.count < MAX_FAILURES) return 0;
    return Math.max(0, Math.ceil((window.startedAt + WINDOW_MS - this.#clock.now()) / 1_000));
  }

  fail(address: string): void {
    const key = addressKey(address);
    const now = this.#clock.now();
    const window = this.#windows.get(key);
    if (window && now - window.startedAt < WINDOW_MS) {
      window.count += 1;
      return;
    }
    this.#windows.delete(key);
    if (this.#windows.size >= MAX_ADDRESSES) this.#windows.delete(this.#windows.keys().next().value ?? key);
    this.#windows.set(key, { startedAt: now, count: 1 });
  }
}
