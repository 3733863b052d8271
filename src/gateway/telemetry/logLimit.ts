import type { HeartbeatEventKind } from '../../protocol/events.js';
import type { Clock } from '../clock.js';

/** Lines a second of one kind: enough to see what is going on, too few to fill a disk. */
const LINES_PER_SECOND = 20;
const WINDOW_MS = 1_000;
/** What strangers can cause as often as they like. */
const STRANGERS_KINDS = new Set<HeartbeatEventKind>(['peer.rejected', 'frame.invalid']);

/** Keeps strangers from flooding the log. The records themselves are all made; it is lines that are spared. */
export class LogLimit {
  readonly #clock: Clock;
  readonly #windows = new Map<HeartbeatEventKind, { startedAt: number; count: number; suppressed: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Null: this line is spared. Else how many were since the last one that was written. */
  suppressedBefore(kind: HeartbeatEventKind): number | null {
    if (!STRANGERS_KINDS.has(kind)) return 0;
    const now = this.#clock.now();
    const window = this.#windows.get(kind) ?? { startedAt: now, count: 0, suppressed: 0 };
    this.#windows.set(kind, window);
    if (now - window.startedAt >= WINDOW_MS) {
      window.startedAt = now;
      window.count = 0;
    }
    window.count += 1;
    if (window.count > LINES_PER_SECOND) {
      window.suppressed += 1;
      return null;
    }
    const { suppressed } = window;
    window.suppressed = 0;
    return suppressed;
  }
}
