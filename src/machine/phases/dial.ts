import * as closeCodes from '../../protocol/closeCodes.js';
import type { ConnectionCause } from '../../protocol/events.js';
import { sendPing, unpinged } from './liveness.js';
import { outageOf, recordClosed, shownMsOf } from './loss.js';
import { sessionOf, type Dialing, type HeartbeatState, type Open, type Session } from '../state.js';
import { msSince, record, type Step } from '../step.js';

/** Starts an attempt, with a socket id of its own. */
export function dial(session: Session, step: Step): Dialing {
  const { attempt, outage } = session;
  const socketId = session.socketId + 1;
  const cause = outage?.cause ?? null;
  step.effects.push({ type: 'socket.open', socketId, attempt, cause });
  record(step, 'connect.started', { attempt, cause });
  return { ...sessionOf(session), phase: 'dialing', socketId, startedAt: step.at };
}

/** The socket is open. The outage goes on until the connection is confirmed, the attempts are given back when it is stable. */
export function connected(state: Dialing, step: Step): Open {
  const { attempt, outage, isRenewed } = state;
  record(step, 'connect.opened', { attempt, tookMs: msSince(state.startedAt, step) });
  const open: Open = {
    ...sessionOf(state),
    ...unpinged(step.at),
    phase: 'open',
    openedAt: step.at,
    isConfirmed: false,
    previous: outage && {
      code: outage.code,
      cause: outage.cause,
      downMs: msSince(outage.since, step),
      shownMs: shownMsOf(outage, step),
    },
    trust: attempt === 0 && !isRenewed ? 'stable' : 'probation',
    leaveAt: null,
  };
  // The first ping goes out at once, so that a dead path shows within one timeout.
  return step.config.heartbeat ? sendPing(open, step) : open;
}

/** The first frame came, or none and no close for a second: the outage is over. */
export function confirm(state: Open, step: Step): Open {
  if (state.isConfirmed) return state;
  const { attempt, outage } = state;
  record(step, 'connect.confirmed', { isReconnect: outage !== null, afterMs: msSince(state.openedAt, step) });
  if (outage) {
    const downMs = msSince(outage.since, step);
    record(step, 'reconnected', { attempt, downMs, cause: outage.cause });
    if (outage.lost) record(step, 'restored', { downMs });
  }
  return { ...state, isConfirmed: true, outage: null };
}

/** Leaves the socket that a state has, if it has one. */
export function leave(
  state: HeartbeatState,
  code: number,
  reason: string,
  cause: ConnectionCause,
  step: Step,
): Session {
  if (state.phase !== 'open' && state.phase !== 'dialing') return sessionOf(state);
  drop(state, code, reason, step);
  return state.phase === 'open' ? recordClosed(state, { code, reason, wasClean: true, cause }, step) : sessionOf(state);
}

/** Leaves an open connection for a dial that costs no attempt, since nothing failed. */
export function moveOn(state: Open, reason: string, cause: ConnectionCause, code: number, step: Step): Dialing {
  const left = leave(state, closeCodes.normal, reason, cause, step);
  const outage = outageOf(state, cause, code, step);
  return dial({ ...left, attempt: Math.max(1, state.attempt), outage }, step);
}

/** Leaves what there is for a fresh dial with a fresh budget. The outage goes on: it ends when a connection is open. */
export function redial(state: HeartbeatState, step: Step): Dialing {
  const left = leave(state, closeCodes.replaced, 'replaced', 'manual', step);
  const outage = outageOf(state, 'manual', closeCodes.replaced, step);
  return dial({ ...left, attempt: 1, outage, isRenewed: false }, step);
}

/** Lets go of a socket, in this tick. */
export function drop({ socketId }: Session, code: number, reason: string, step: Step): void {
  step.effects.push({ type: 'socket.drop', socketId, code, reason });
}
