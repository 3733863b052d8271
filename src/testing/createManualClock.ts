import type { Clock } from '../client/clock.js';

/** A clock that stands still until it is told to move. */
export interface ManualClock extends Clock {
  /** Moves both times on, and fires what falls due, in order. */
  readonly advance: (ms: number) => void;
  /** Moves both times on and fires nothing until the end, as a sleeping laptop or a blocked thread does. */
  readonly freeze: (ms: number) => void;
  /** Moves both times on and fires nothing at all, as for a hidden page that gets no timers. */
  readonly drift: (ms: number) => void;
  /** Sets the wall clock alone, as NTP or a person does. */
  readonly jumpWall: (ms: number) => void;
  /** How many timers are set. */
  readonly timerCount: number;
  /** The time until the next timer falls due: 0 when it is overdue, `null` when none is set. */
  readonly nextTimerInMs: number | null;
}

/**
 * Makes a manual clock that starts at 1 s monotonic, and at a fixed wall time.
 * @example const clock = createManualClock(); clock.advance(25_000);
 */
export function createManualClock(): ManualClock {
  let now = 1_000;
  let wall = Date.UTC(2026, 0, 1);
  let lastHandle = 0;
  const timers = new Map<number, { readonly dueAt: number; readonly callback: () => void }>();

  const next = (until: number): number | undefined => {
    let earliest: number | undefined;
    for (const [handle, { dueAt }] of timers) {
      if (dueAt <= until && (earliest === undefined || dueAt < (timers.get(earliest)?.dueAt ?? 0))) earliest = handle;
    }
    return earliest;
  };
  const moveTo = (time: number): void => {
    wall += Math.max(0, time - now);
    now = Math.max(now, time);
  };
  const fireUntil = (time: number, isFrozen: boolean): void => {
    if (isFrozen) moveTo(time);
    for (let handle = next(time); handle !== undefined; handle = next(time)) {
      const timer = timers.get(handle);
      timers.delete(handle);
      moveTo(timer?.dueAt ?? time);
      timer?.callback();
    }
    moveTo(time);
  };

  return {
    now: () => now,
    wallNow: () => wall,
    setTimeout: (callback, delayMs) => {
      timers.set(++lastHandle, { dueAt: now + Math.max(0, delayMs), callback });
      return lastHandle;
    },
    clearTimeout: (handle) => void timers.delete(handle as number),
    advance: (ms) => fireUntil(now + ms, false),
    freeze: (ms) => fireUntil(now + ms, true),
    drift: (ms) => moveTo(now + ms),
    jumpWall: (ms) => {
      wall += ms;
    },
    get timerCount() {
      return timers.size;
    },
    get nextTimerInMs() {
      const dueAt = timers.get(next(Infinity) ?? 0)?.dueAt;
      return dueAt === undefined ? null : Math.max(0, dueAt - now);
    },
  };
}
