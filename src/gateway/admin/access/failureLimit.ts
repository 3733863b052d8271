import type { GatewayClock } from '../../clock.js';
import { addressKey } from '../../http/address.js';
import { FixedWindow } from '../../fixedWindow.js';

const MAX_FAILURES = 10;
const MINUTE_MS = 60_000;
/** Bounds the memory, however many addresses an attacker has. The oldest address is forgotten first. */
const MAX_ADDRESSES = 10_000;

/** Counts failed authorizations by address: after ten in a minute, the address has to wait. */
export interface FailureLimit {
  /** Seconds the address has to wait; 0 when it may try. */
  readonly waitSeconds: (address: string) => number;
  readonly fail: (address: string) => void;
}

/** Makes a limit without failures. */
export function createFailureLimit(clock: GatewayClock): FailureLimit {
  const windows = new Map<string, FixedWindow>();
  return {
    waitSeconds(address) {
      const now = clock.now();
      const key = addressKey(address);
      const window = key === null ? undefined : windows.get(key);
      return window && window.countAt(now) >= MAX_FAILURES ? Math.ceil(window.leftMs(now) / 1_000) : 0;
    },
    fail(address) {
      const now = clock.now();
      const key = addressKey(address);
      if (key === null) return;
      let window = windows.get(key);
      if (!window || window.leftMs(now) <= 0) {
        windows.delete(key);
        if (windows.size >= MAX_ADDRESSES) windows.delete(windows.keys().next().value ?? key);
        window = new FixedWindow(MINUTE_MS);
        windows.set(key, window);
      }
      window.add(now);
    },
  };
}
