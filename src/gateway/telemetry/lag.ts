import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { GatewayClock } from '../clock.js';

const RESOLUTION_MS = 50;
/** A minute is the longest usual interval between two scrapes. */
const SPAN_MS = 60_000;

/** The delays of the event loop. */
export interface Lag {
  /**
   * The longest delay in the current minute and in the one before it. So every scraper that reads once a minute sees every
   * delay, however many scrapers there are.
   */
  readonly longestSeconds: () => number;
  readonly stop: () => void;
}

/** Begins to measure. */
export function watchLag(clock: GatewayClock): Lag {
  const monitor = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  monitor.enable();
  let beganAt = clock.now();
  let before = 0;
  // The monitor's delays include its own sleep between two samples.
  const current = (): number => Math.max(0, monitor.max / 1e9 - RESOLUTION_MS / 1_000);
  return {
    longestSeconds() {
      if (clock.now() - beganAt >= SPAN_MS) {
        before = current();
        beganAt = clock.now();
        monitor.reset();
      }
      return Math.max(before, current());
    },
    stop: () => void monitor.disable(),
  };
}
