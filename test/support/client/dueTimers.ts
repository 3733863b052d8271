import { deadlinesOf } from '../../../src/machine/deadlines.js';
import type { MachineConfig } from '../../../src/machine/options.js';
import type { HeartbeatState } from '../../../src/machine/state.js';
import { TIMERS, type TimerName } from '../../../src/machine/timer.js';

/** A timer that runs in a state, and when it is due. */
export interface DueTimer {
  readonly timer: TimerName;
  readonly at: number;
}

/** The timers that run in a state. */
export function dueTimers(config: MachineConfig, state: HeartbeatState): DueTimer[] {
  const deadlines = deadlinesOf(config, state);
  return TIMERS.flatMap((timer) => {
    const at = deadlines[timer] ?? null;
    return at === null ? [] : [{ timer, at }];
  });
}
