import { closeCodes } from '../protocol/closeCodes.js';
import { instantIn } from './backoff.js';
import { dial, drop, leave } from './dial.js';
import type { PhaseEvent } from './event.js';
import { ignore } from './ignore.js';
import { judge, pingDue, probe, retime, revive, takePong } from './liveness.js';
import { abandoned, lose, lossOf, startOutage } from './loss.js';
import { follow } from './settings.js';
import type { HeartbeatState, Open } from './state.js';
import { msSince, record, type Step } from './step.js';
import type { TimerName } from './timer.js';

/** What happens on an open connection. */
export function whileOpen(state: Open, event: PhaseEvent, step: Step): HeartbeatState {
  switch (event.type) {
    case 'timer.fired':
      return fired(state, event.timer, event.heardAt, step);
    case 'user.checked':
      return probe(state, 'check', step);
    case 'peer.heard':
      return revive(state);
    case 'ping.received': {
      const { id } = event;
      record(step, 'ping.received', { id });
      step.effects.push({ type: 'pong.send', id });
      record(step, 'pong.sent', { id });
      return revive(state);
    }
    case 'pong.received': {
      const heard = takePong(state, event.id, step);
      return state.trust === 'awaiting-pong' ? stable(heard, step) : heard;
    }
    case 'settings.received':
      return settingsReceived(revive(state), event, step);
    case 'drain.received': {
      // Without reconnects the socket is used for as long as it is there.
      if (step.config.reconnect.maxAttempts === 0) return revive(state);
      const { hint, reason } = event;
      const leaveAt = instantIn(hint, step);
      record(step, 'drain.received', { ...hint, leaveInMs: Math.round(leaveAt - step.at), reason });
      return { ...revive(state), leaveAt };
    }
    case 'socket.closed': {
      const loss = lossOf(event.code, event.reason, event.wasClean, false);
      // A draining gateway said when to come back, before it closed or as it did.
      return lose(state, loss, step, state.leaveAt ?? (event.hint && instantIn(event.hint, step)));
    }
    case 'socket.failed':
      return lose(state, abandoned('closed'), step, state.leaveAt ?? undefined);
    default:
      return ignore(state, event, step);
  }
}

function fired(state: Open, timer: TimerName, heardAt: number, step: Step): HeartbeatState {
  switch (timer) {
    case 'ping':
      return pingDue(state, heardAt, step);
    case 'stable':
      return step.config.heartbeat ? { ...state, trust: 'awaiting-pong' } : stable(state, step);
    case 'leave':
      return leaveDraining(state, step);
    default:
      return judge(state, heardAt, step) ?? giveUp(state, step);
  }
}

/** The connection is dead: its socket is abandoned in this step, and the retry is scheduled in it. */
function giveUp(state: Open, step: Step): HeartbeatState {
  drop(state, closeCodes.heartbeatTimeout, 'heartbeat timeout', step);
  return lose(state, abandoned('heartbeat-timeout'), step);
}

/** The connection has proven itself: the whole budget of attempts is there again. */
function stable(state: Open, step: Step): Open {
  record(step, 'stable', { openMs: msSince(state.openedAt, step) });
  return { ...state, trust: 'stable', attempt: 0, isRenewed: false };
}

function settingsReceived(
  state: Open,
  event: Extract<PhaseEvent, { type: 'settings.received' }>,
  step: Step,
): HeartbeatState {
  const { attempt, previous, nextId } = state;
  if (event.welcome) step.effects.push({ type: 'hello.send', attempt, previous });
  const settings = follow(state.settings, event, step);
  // A welcome also shows that the gateway knows ids: pings carry them from now on.
  return retime({ ...state, settings, nextId: nextId ?? (event.welcome ? 1 : null) }, step);
}

/** The time that a draining gateway gave this client has come. The dial costs no attempt, since nothing failed. */
function leaveDraining(state: Open, step: Step): HeartbeatState {
  const left = leave(state, closeCodes.normal, 'drain', 'drain', step);
  const outage = startOutage('drain', closeCodes.restart, step);
  return dial({ ...left, attempt: Math.max(1, state.attempt), outage }, step);
}
