import { retryDelayMs } from '../machine/backoff.js';
import { checkInteger, MAX_TIMER_MS } from '../protocol/options/optionRules.js';

/** When a foreign client dials again: the schedule of this package, with its options and defaults. */
export interface ScheduleOptions {
  /** The floor under every delay. The first attempt comes after this and U(0, `baseDelayMs`). @default 500 */
  readonly minDelayMs?: number | undefined;
  /** The width of the first draw; each later attempt has a window five times as wide. @default 1_000 */
  readonly baseDelayMs?: number | undefined;
  /** The widest window. @default 30_000 */
  readonly maxDelayMs?: number | undefined;
  /** Uniform in [0, 1). @default Math.random */
  readonly random?: (() => number) | undefined;
}

/**
 * Makes the schedule of one client: milliseconds before an attempt, which counts from 1. Clients that were cut off at the same
 * moment are spread evenly, because each draws its place in the windows once per outage.
 *
 * @throws HeartbeatOptionError naming option, rule and value
 */
export function createSchedule(options: ScheduleOptions = {}): (attempt: number) => number {
  const { random = Math.random } = options;
  const maxDelayMs = checkInteger('maxDelayMs', options.maxDelayMs ?? 30_000);
  const backoff = {
    // The sum is the longest wait, which a timer has to hold.
    minDelayMs: checkInteger('minDelayMs', options.minDelayMs ?? 500, 0, MAX_TIMER_MS - maxDelayMs),
    baseDelayMs: checkInteger('baseDelayMs', options.baseDelayMs ?? Math.min(1_000, maxDelayMs), 0, maxDelayMs),
    maxDelayMs,
  };
  let slot = random();
  return (attempt) => {
    if (attempt <= 1) slot = random();
    return retryDelayMs(backoff, 'retry', Math.max(1, attempt), slot, random());
  };
}
