import * as closeCodes from '../../protocol/closeCodes.js';
import { instantIn } from '../backoff.js';
import { confirm, drop, moveOn } from './dial.js';
import type { ConnectionCause } from '../../protocol/events.js';
import type { PhaseEvent } from '../event.js';
import { ignore } from './ignore.js';
import {
  answered,
  cannotAsk,
  isServerPinging,
  judge,
  looked,
  pingDue,
  probe,
  retime,
  revive,
  takePong,
  withhold,
} from './liveness.js';
import { abandoned, lose, lossOf, type Loss } from './loss.js';
import { follow } from '../settings.js';
import type { HeartbeatState, Open } from '../state.js';
import { CONFIRM_MS } from '../options.js';
import { msSince, record, type Step } from '../step.js';

/** Browsers fire a hidden page's timers once a minute: one that is late by that much does not show that the computer slept. */
const THROTTLED_MS = 61_000;

/** So many times in a row a connection moves on at once that was open for less than a second. */
const HASTY_MOVES = 3;

/** What happens on an open connection. */
export function whileOpen(state: Open, event: PhaseEvent, step: Step): HeartbeatState {
  switch (event.type) {
    case 'timer.fired':
      return fired(state, event, step);
    case 'user.checked':
      return probe(state, 'check', step);
    case 'socket.closed':
      return lose(state, left(state, lossOf(event, !state.isConfirmed)), step);
    case 'socket.failed':
      return lose(state, left(state, abandoned('closed')), step);
    case 'ping.withheld':
      return withhold(state, step);
    case 'peer.heard':
    case 'ping.received':
    case 'pong.received':
    case 'settings.received':
    case 'drain.received':
      return received(confirm(revive(state, step.at, step), step), event, step);
    default:
      return ignore(state, event, step);
  }
}

/** A gateway that has asked this client to leave is why the socket ends, also where the browser hides its code (WebKitGTK). */
const left = ({ leaveAt }: Open, loss: Loss): Loss => ({
  ...loss,
  leaveAt,
  cause: leaveAt !== null && loss.cause === 'closed' ? 'drain' : loss.cause,
});

type Received = Extract<
  PhaseEvent,
  { type: 'peer.heard' | 'ping.received' | 'pong.received' | 'settings.received' | 'drain.received' }
>;

/** A frame came in; any frame is proof of life. */
function received(state: Open, event: Received, step: Step): HeartbeatState {
  switch (event.type) {
    case 'peer.heard':
      if (!event.isHeartbeat) return state;
      // A ping that wants no answer.
      record(step, 'ping.received', {});
      return proven(state, step);
    case 'ping.received': {
      const { id } = event;
      record(step, 'ping.received', { id });
      step.effects.push({ type: 'pong.send', id });
      return isServerPinging(step) ? proven(state, step) : state;
    }
    case 'pong.received':
      return proven(takePong(state, event.id, step), step);
    case 'settings.received':
      return settingsReceived(state, event, step);
    case 'drain.received': {
      // Without reconnects the socket is used for as long as it is there.
      if (step.config.reconnect.maxAttempts === 0) return state;
      const { hint, reason } = event;
      const leaveAt = instantIn(hint, step);
      record(step, 'drain.received', { ...hint, leaveInMs: Math.round(leaveAt - step.at), reason });
      return { ...state, leaveAt };
    }
  }
}

function fired(before: Open, event: Extract<PhaseEvent, { type: 'timer.fired' }>, step: Step): HeartbeatState {
  const state = looked(before, event, step);
  switch (event.timer) {
    case 'confirm':
      return confirm(state, step);
    case 'ping': {
      // The computer slept through a whole timeout. If the other side never answers, only TCP would find out that it is
      // gone.
      const longestMs = Math.max(state.settings.timeoutMs, state.page.hiddenAt === null ? 0 : THROTTLED_MS);
      const hasSlept = cannotAsk(state, step) && msSince(state.pingAt ?? step.at, step) > longestMs;
      return hasSlept ? moveOn(state, 'asleep', 'sleep', closeCodes.abnormal, step) : pingDue(state, step);
    }
    case 'stable':
      // If no pong will come, the time alone proves that the connection is stable.
      return state.heartbeat === 'answered' ? { ...state, trust: 'awaiting-pong' } : stable(state, step);
    case 'leave': {
      // The time that a draining gateway gave this client has come. A gateway that sends each new connection away makes no
      // storm: further moves wait like attempts that failed.
      const isHasty = step.at - state.openedAt < CONFIRM_MS;
      const { maxAttempts } = step.config.reconnect;
      return isHasty && state.attempt >= Math.min(HASTY_MOVES, maxAttempts)
        ? giveUp(state, closeCodes.normal, 'drain', 'drain', step)
        : moveOn({ ...state, attempt: state.attempt + Number(isHasty) }, 'drain', 'drain', closeCodes.restart, step);
    }
    default:
      return (
        judge(state, event.heardAt, step) ??
        giveUp(state, closeCodes.heartbeatTimeout, 'heartbeat timeout', 'heartbeat-timeout', step)
      );
  }
}

/** The connection is dead, or must be left: its socket is abandoned in this step, and the retry is scheduled in it. */
function giveUp(state: Open, code: number, reason: string, cause: ConnectionCause, step: Step): HeartbeatState {
  drop(state, code, reason, step);
  return lose(state, abandoned(cause), step);
}

/** A heartbeat came that shows that the other side takes part. */
function proven(state: Open, step: Step): Open {
  const next = answered(state);
  return next.trust === 'awaiting-pong' ? stable(next, step) : next;
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
  const next = retime({ ...state, settings }, step);
  // A welcome also shows that the gateway answers pings, and knows ids: pings carry them from now on.
  return event.welcome ? { ...answered(next), nextId: nextId ?? 1 } : next;
}
