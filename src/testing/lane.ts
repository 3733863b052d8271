import type { Clock } from '../client/clock.js';

/** One direction of a path: what is put in comes out later, in order, whatever became of the delay meanwhile. */
export type Lane = (arrive: () => void) => void;

/**
 * Makes a lane on somebody's clock. Even without a delay nothing arrives in the call that sent it: on a network nothing
 * does, and a fake that answered at once would hide the faults of code that counts on it.
 */
export function createLane(clock: Clock, delayMs: () => number): Lane {
  let lastDueAt = -Infinity;
  return (arrive) => {
    const now = clock.now();
    lastDueAt = Math.max(lastDueAt, now + delayMs());
    clock.setTimeout(arrive, lastDueAt - now);
  };
}
