import { nextTurn, type GatewayClock } from '../clock.js';

/** So long one piece of work may keep heartbeats waiting before it lets them pass. */
const TURN_MS = 4;

/** Called between the steps of long work: waits for the next turn of the event loop if this one has lasted long enough. */
export type NextTurn = () => Promise<void>;

/** Begins to measure a piece of work. */
export function inTurns(clock: GatewayClock): NextTurn {
  let beganAt = clock.now();
  return async () => {
    if (clock.now() - beganAt < TURN_MS) return;
    await nextTurn(clock);
    beganAt = clock.now();
  };
}
