import type { Deadlines } from '../../machine/deadlines.js';
import { TIMERS, type TimerName } from '../../machine/timer.js';
import { MAX_TIMER_MS } from '../../protocol/optionRules.js';
import type { Clock, Timers } from '../clock.js';

/** The timers of the machine, by name. */
export interface NamedTimers {
  /** Runs exactly these timers from now on. */
  readonly follow: (deadlines: Deadlines) => void;
  /** Whether a timer should have fired by now: a hidden page's timers may be a minute late, its messages are not. */
  readonly isOverdue: (timer: TimerName, now: number) => boolean;
}

/**
 * Calls `fired` once for each deadline, never before it: platforms may fire a millisecond early.
 * @param heartbeat times pings and verdicts
 */
export function createNamedTimers(clock: Clock, heartbeat: Timers, fired: (timer: TimerName) => void): NamedTimers {
  const running = new Map<TimerName, { readonly dueAt: number; readonly handle: unknown }>();
  const timersOf = (timer: TimerName): Timers => (timer === 'ping' || timer === 'verdict' ? heartbeat : clock);

  const start = (timer: TimerName, dueAt: number): void => {
    const delayMs = Math.min(Math.max(0, Math.ceil(dueAt - clock.now())), MAX_TIMER_MS);
    const handle = timersOf(timer).setTimeout(() => {
      if (clock.now() < dueAt) return start(timer, dueAt);
      running.delete(timer);
      fired(timer);
    }, delayMs);
    running.set(timer, { dueAt, handle });
  };

  return {
    follow: (deadlines) => {
      for (const timer of TIMERS) {
        const dueAt = deadlines[timer] ?? undefined;
        const current = running.get(timer);
        if (dueAt === current?.dueAt) continue;
        if (current) timersOf(timer).clearTimeout(current.handle);
        running.delete(timer);
        if (dueAt !== undefined) start(timer, dueAt);
      }
    },
    isOverdue: (timer, now) => now >= (running.get(timer)?.dueAt ?? Infinity),
  };
}
