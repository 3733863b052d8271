import type { Clock } from '../clock.js';

/** The wall clock gained this much on the monotonic one at once: the computer slept, or the clock was set. */
const SLEEP_MS = 10_000;

/**
 * Where the monotonic clock stands still during sleep, only the wall clock shows that time went by.
 * @returns asks how long the computer slept since the last time it was asked: whole ms, or null
 */
export function createSleepWatch({ now, wallNow }: Clock): () => number | null {
  let skewMs = wallNow() - now();
  return () => {
    const before = skewMs;
    skewMs = wallNow() - now();
    const gapMs = Math.round(skewMs - before);
    return gapMs >= SLEEP_MS ? gapMs : null;
  };
}
