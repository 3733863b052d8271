/** Timeouts, as the platform offers them. */
export interface Timers {
  readonly setTimeout: (callback: () => void, delayMs: number) => unknown;
  readonly clearTimeout: (handle: unknown) => void;
}

/** Time, as passed in to the driver. Tests pass in a clock of their own. */
export interface Clock extends Timers {
  /** Monotonic milliseconds: what deadlines are measured by. */
  readonly now: () => number;
  /** Epoch milliseconds: what people and logs are shown. */
  readonly wallNow: () => number;
}

/** The platform's time. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallNow: () => Date.now(),
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
};
