import type { Clock } from '../client/clock.js';

/** One direction of a path: what is put in comes out later and in order, also when the delay changes meanwhile. */
export type Lane = (arrive: () => void) => void;

/**
 * Makes a lane on the given clock. Even without a delay nothing arrives in the call that sent it, as on a network: a fake
 * that answered at once would hide faults of code that relies on it.
 */
export function createLane(clock: Clock, delayMs: () => number): Lane {
  let lastDueAt = -Infinity;
  const waiting: (() => void)[] = [];
  // Delivers the oldest, whichever timer fires: jest's fake timers run a 0 ms timer set by a timer after one that is
  // set later.
  const arriveNext = (): void => waiting.shift()?.();
  return (arrive) => {
    const now = clock.now();
    lastDueAt = Math.max(lastDueAt, now + delayMs());
    waiting.push(arrive);
    clock.setTimeout(arriveNext, lastDueAt - now);
  };
}
