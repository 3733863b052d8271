import type { Clock } from '../clock.js';

/** The wall clock ahead of the monotonic one by this much at once: the machine slept, or the clock was set. */
const SLEEP_MS = 10_000;

/**
 * Where the monotonic clock stands still in sleep, only the wall clock shows that time went by.
 * @returns asks how long it slept since it was asked last: whole ms, or null
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
