import { closeCodes } from '../protocol/closeCodes.js';
import type { ConnectionCause } from '../protocol/events.js';
import { dial, startOutage } from './dial.js';
import { record, type Effect } from './effect.js';
import type { Moment } from './event.js';
import { after, type Reaction } from './reaction.js';
import type { HeartbeatState, Open } from './state.js';

/** Lets go of the socket that a state has, if it has one. */
export function leave(
  state: HeartbeatState,
  code: number,
  reason: string,
  cause: ConnectionCause,
  now: Moment,
): Effect[] {
  if (state.phase === 'dialing') return [drop(state, code, reason)];
  if (state.phase !== 'open') return [];
  return [drop(state, code, reason), closedRecord(state, code, reason, true, cause, now)];
}

/** Leaves whatever there is for a fresh dial with a fresh budget. The outage goes on: it is not over before it is open. */
export function redial(state: HeartbeatState, now: Moment): Reaction {
  const before = leave(state, closeCodes.replaced, 'replaced', 'manual', now);
  const outage = state.outage ?? startOutage('manual', closeCodes.replaced, now);
  return after(before, dial({ ...state, attempt: 1, outage, isRenewed: false }, now));
}

/** Lets go of a socket, in this tick. */
export const drop = ({ socketId }: HeartbeatState, code: number, reason: string): Effect => ({
  type: 'socket.drop',
  socketId,
  code,
  reason,
});

/** What the log says of the end of an open connection. */
export const closedRecord = (
  state: Open,
  code: number,
  reason: string,
  wasClean: boolean,
  cause: ConnectionCause,
  now: Moment,
): Effect =>
  record('connection.closed', { code, reason, wasClean, cause, openMs: Math.round(now.at - state.openedAt) });
