import type { TimerName } from '../../machine/deadlines.js';
import { MAX_TIMER_MS } from '../../protocol/parse.js';
import type { Clock } from '../clock.js';

type Timers = Pick<Clock, 'setTimeout' | 'clearTimeout'>;

/** The machine's timers, by name. */
export interface NamedTimers {
  start(timer: TimerName, dueAt: number): void;
  cancel(timer: TimerName): void;
  /** Whether a timer should have fired by now: a hidden page's timers may be a minute late, its messages are not. */
  isOverdue(timer: TimerName, now: number): boolean;
}

/**
 * Calls `fired` once per started timer, never before it is due: platforms may fire a millisecond early.
 * @param beats what beats and verdicts are timed by
 */
export function createNamedTimers(clock: Clock, beats: Timers, fired: (timer: TimerName) => void): NamedTimers {
  const running = new Map<TimerName, { readonly dueAt: number; readonly handle: unknown }>();
  const timersOf = (timer: TimerName): Timers => (timer === 'beat' || timer === 'verdict' ? beats : clock);

  const start = (timer: TimerName, dueAt: number): void => {
    cancel(timer);
    const delayMs = Math.min(Math.max(0, Math.ceil(dueAt - clock.now())), MAX_TIMER_MS);
    const handle = timersOf(timer).setTimeout(() => {
      if (clock.now() < dueAt) return start(timer, dueAt);
      running.delete(timer);
      fired(timer);
    }, delayMs);
    running.set(timer, { dueAt, handle });
  };

  const cancel = (timer: TimerName): void => {
    timersOf(timer).clearTimeout(running.get(timer)?.handle);
    running.delete(timer);
  };

  return {
    start,
    cancel,
    isOverdue: (timer, now) => {
      const set = running.get(timer);
      return set !== undefined && now >= set.dueAt;
    },
  };
}
