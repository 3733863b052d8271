import type { Deadlines } from '../../machine/deadlines.js';
import { TIMERS, type TimerName } from '../../machine/timer.js';
import { MAX_TIMER_MS } from '../../protocol/options/optionRules.js';
import type { Clock, Timers } from '../clock.js';

/**
 * Calls `fired` once for each deadline, never before it: platforms may fire a millisecond early.
 * @param heartbeat times pings and verdicts
 * @returns runs exactly these timers from now on
 */
export function createNamedTimers(
  clock: Clock,
  heartbeat: Timers,
  fired: (timer: TimerName) => void,
): (deadlines: Deadlines) => void {
  const running = new Map<TimerName, { readonly dueAt: number; readonly stop: () => void }>();

  const start = (timer: TimerName, dueAt: number): void => {
    const timers = timer === 'ping' || timer === 'verdict' ? heartbeat : clock;
    const delayMs = Math.min(Math.max(0, Math.ceil(dueAt - clock.now())), MAX_TIMER_MS);
    const handle = timers.setTimeout(() => {
      if (clock.now() < dueAt) return start(timer, dueAt);
      running.delete(timer);
      fired(timer);
    }, delayMs);
    running.set(timer, { dueAt, stop: () => timers.clearTimeout(handle) });
  };

  return (deadlines) => {
    for (const timer of TIMERS) {
      const dueAt = deadlines[timer] ?? undefined;
      const current = running.get(timer);
      if (dueAt === current?.dueAt) continue;
      current?.stop();
      running.delete(timer);
      if (dueAt !== undefined) start(timer, dueAt);
    }
  };
}
