import { createSchedule, type ScheduleOptions } from '../schedule.js';

/** A wait for the next dial, as the client asked for it. */
export interface RetryWait {
  readonly attempt: number;
  readonly delayMs: number;
  /** Ends the wait: the client dials at once. */
  readonly end: () => void;
}

/** Takes a wait; false: the observer was destroyed. */
export type WaitListener = (wait: RetryWait) => boolean;

/**
 * The observers whose clients were closed in this task. graphql-ws does not tell its `retryWait` which client asks, and asks
 * in the same task: the one client that was closed is the one that waits. With two of them, neither is told.
 */
export const justClosed = new Set<WaitListener>();

/**
 * Makes the `retryWait` of a graphql-ws client: the schedule of this package, which its observer shows. Each client needs
 * one of its own. By default the client gives up after 5 attempts, and at once when a dial is refused: `retryAttempts` and
 * `shouldRetry` change that.
 *
 * @throws HeartbeatOptionError for an invalid delay
 * @example
 * const client = createClient({ url, shouldRetry: () => true, retryAttempts: Infinity, retryWait: graphqlWsRetry() });
 */
export function graphqlWsRetry(options?: ScheduleOptions): (retries: number) => Promise<void> {
  const delayOf = createSchedule(options);
  let listener: WaitListener | undefined;
  return (retries) =>
    new Promise((resolve) => {
      const attempt = retries + 1;
      const delayMs = delayOf(attempt);
      const timer = setTimeout(resolve, delayMs);
      const wait: RetryWait = {
        attempt,
        delayMs,
        end: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      if (listener?.(wait) || justClosed.size !== 1) return;
      [listener] = justClosed;
      listener?.(wait);
    });
}
