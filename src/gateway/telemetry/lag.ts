import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 50;
/** A minute of buckets: as long as the longest usual interval between two scrapes. */
const BUCKETS = 6;

/** The delays of the event loop. */
export interface Lag {
  /** The longest delay of the last minute. Reading it changes nothing for others that read it. */
  readonly longestSeconds: () => number;
  /** The longest delay of the bucket that has not ended, in milliseconds. */
  readonly currentMs: () => number;
  /** Ends a bucket of 10 s, and returns its longest delay in milliseconds. */
  readonly endBucket: () => number;
  readonly stop: () => void;
}

/** Begins to measure. */
export function watchLag(): Lag {
  const monitor = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  monitor.enable();
  const buckets: number[] = [];
  // The monitor's delays include its own sleep between two samples.
  const current = (): number => Math.max(0, monitor.max / 1e6 - RESOLUTION_MS);
  return {
    longestSeconds: () => Math.max(current(), ...buckets) / 1_000,
    currentMs: current,
    endBucket() {
      const lagMs = current();
      monitor.reset();
      buckets.push(lagMs);
      if (buckets.length > BUCKETS) buckets.shift();
      return lagMs;
    },
    stop: () => void monitor.disable(),
  };
}
