import type { Effect } from './effect.js';
import type { MachineConfig } from './options.js';
import { verdictDueAt } from './pulse.js';
import type { HeartbeatState } from './state.js';

const TIMERS = ['connect', 'retry', 'beat', 'verdict', 'stable', 'lost', 'leave', 'pause'] as const;

/** Every timer there is. Starting a name replaces it. */
export type TimerName = (typeof TIMERS)[number];

/** When each timer of a state is due, monotonic ms. */
export type Deadlines = { readonly [Name in TimerName]?: number };

/**
 * The timers a state has, as a function of the state alone. Nothing else starts or cancels one: no timer can outlive
 * its state, and the time shown to a person is the time the timer is set to.
 */
export function deadlinesOf(config: MachineConfig, state: HeartbeatState): Deadlines {
  switch (state.phase) {
    case 'idle':
    case 'closed':
    case 'failed':
    case 'paused':
      return {};
    case 'dialing':
    case 'authorizing':
      return { connect: state.startedAt + config.connectTimeoutMs, ...untilOpen(config, state) };
    case 'waiting':
      return { retry: state.retryAt, ...untilOpen(config, state) };
    case 'open': {
      const { beatAt } = state.pulse;
      const verdictAt = verdictDueAt(state.pulse, state.settings);
      return {
        ...(state.trust === 'probation' && { stable: state.openedAt + config.reconnect.stableAfterMs }),
        ...(beatAt !== null && { beat: beatAt }),
        ...(verdictAt !== null && { verdict: verdictAt }),
        ...(state.leaveAt !== null && { leave: state.leaveAt }),
        ...pause(config, state),
      };
    }
  }
}

function untilOpen(config: MachineConfig, state: HeartbeatState): Deadlines {
  const { outage } = state;
  return {
    ...(outage && !outage.lost && { lost: outage.since + config.lostAfterMs }),
    ...pause(config, state),
  };
}

function pause({ pauseAfterMs }: MachineConfig, { page }: HeartbeatState): Deadlines {
  return pauseAfterMs !== null && page.hiddenAt !== null ? { pause: page.hiddenAt + pauseAfterMs } : {};
}

/** The orders that lead from one state's timers to the next one's. */
export function timerChanges(before: Deadlines, after: Deadlines): Effect[] {
  const changes: Effect[] = [];
  for (const timer of TIMERS) {
    const dueAt = after[timer];
    if (dueAt === before[timer]) continue;
    changes.push(dueAt === undefined ? { type: 'timer.cancel', timer } : { type: 'timer.start', timer, dueAt });
  }
  return changes;
}
