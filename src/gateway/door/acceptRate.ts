import { SlidingCount } from '../slidingCount.js';

const SECOND_MS = 1_000;

/**
 * Limits how many connections come in within any second, so that clients that all return at once are accepted at a pace
 * the gateway can serve. The limit is asked at `now` (monotonic ms), and counts each connection that it allows. It is read
 * anew each time, because operators may change it.
 */
export function createAcceptRate(perSecond: () => number): (now: number) => boolean {
  const accepted = new SlidingCount(SECOND_MS);
  return (now) => {
    if (accepted.at(now) >= perSecond()) return false;
    accepted.add(now);
    return true;
  };
}
