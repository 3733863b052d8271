/** All the time the gateway uses, in one object, so that a test can move it by hand. */
export interface GatewayClock {
  /** Monotonic milliseconds. */
  now(): number;
  /** Epoch milliseconds, for records and display only. */
  wallNow(): number;
  setTimeout(callback: () => void, delayMs: number): unknown;
  clearTimeout(timer: unknown): void;
  /** Calls back after the sockets have been read once more. Long work is cut into turns with it. */
  immediate(callback: () => void): void;
}

/** A monotonic instant as epoch milliseconds. */
export const toWall = (clock: GatewayClock, instant: number): number =>
  Math.round(clock.wallNow() - (clock.now() - instant));

/** The machine's clock. Its timers keep no process alive: sockets do that. */
export const systemClock: GatewayClock = {
  now: () => performance.now(),
  wallNow: () => Date.now(),
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs).unref(),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
  immediate: (callback) => void setImmediate(callback),
};

/** Lets the sockets be read: for work that would keep heartbeats waiting. */
export const nextTurn = (clock: GatewayClock): Promise<void> =>
  new Promise((resolve) => {
    clock.immediate(resolve);
  });
