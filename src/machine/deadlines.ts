import { verdictDueAt } from './phases/liveness.js';
import { CONFIRM_MS, DIAGNOSE_AFTER_MS, GRACE_MS, type MachineConfig } from './options.js';
import type { HeartbeatState } from './state.js';
import type { TimerName } from './timer.js';

/** When each timer of a state is due, monotonic ms; absent or null: it does not run. */
export type Deadlines = { readonly [Name in TimerName]?: number | null };

/**
 * The timers of a state, as a function of the state alone. The driver's timers follow it: no timer can outlive its
 * state, and the time shown to a person is the time the timer is set to.
 */
export function deadlinesOf(config: MachineConfig, state: HeartbeatState): Deadlines {
  const { outage, page } = state;
  const pause = config.pauseAfterMs !== null && page.hiddenAt !== null ? page.hiddenAt + config.pauseAfterMs : null;
  // A first attempt that is under way may be about to end the outage, so the person is told a moment later.
  const graceMs = state.phase === 'dialing' && outage?.failedDialCount === 0 ? GRACE_MS : 0;
  const lost = outage && !outage.lost ? outage.since + config.lostAfterMs + graceMs : null;
  const canAsk = config.canDiagnose && outage && !outage.isDiagnosed && outage.failedDialCount >= 2;
  const diagnose = canAsk ? outage.since + DIAGNOSE_AFTER_MS : null;
  switch (state.phase) {
    case 'dialing':
      return { pause, lost, diagnose, connect: state.startedAt + config.connectTimeoutMs };
    case 'authorizing':
      // Not paused: there is no socket to give up, and a person may sign in in another tab.
      return { lost, connect: state.startedAt + config.authTimeoutMs };
    case 'waiting':
      return { pause, lost, diagnose, retry: state.retryAt };
    case 'open':
      return {
        pause,
        lost,
        confirm: state.isConfirmed ? null : state.openedAt + CONFIRM_MS,
        ping: state.pingAt,
        verdict: verdictDueAt(state),
        stable: state.trust === 'probation' ? state.openedAt + config.reconnect.stableAfterMs : null,
        leave: state.leaveAt,
      };
    default:
      // The other phases are at rest.
      return {};
  }
}
