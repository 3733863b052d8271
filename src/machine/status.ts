import { isOffline } from './phases/offline.js';
import type { HeartbeatState, Session } from './state.js';

/** The public words for where a connection stands. The machine's own states are finer: see `state.ts`. */
export type ConnectionStatus =
  /** Not asked to connect. */
  | 'idle'
  /** The first dial. */
  | 'connecting'
  /** Pings are answered. */
  | 'open'
  /** Open, but a heartbeat is missed; messages still flow. */
  | 'degraded'
  /** Any later wait or dial. */
  | 'reconnecting'
  /** The browser says that there is no network, and a loss agrees. */
  | 'offline'
  /** Closed on purpose while the page is hidden. */
  | 'paused'
  /** The attempts are used up, or the close is one that no retry can mend. */
  | 'failed'
  /** Ended by the app. */
  | 'closed';

/** The public word for a state. */
export function toStatus(state: HeartbeatState): ConnectionStatus {
  switch (state.phase) {
    case 'idle':
    case 'closed':
    case 'failed':
    case 'paused':
      return state.phase;
    case 'authorizing':
    case 'waiting':
    case 'dialing':
      return dialStatus(state);
    case 'open':
      if (!state.isConfirmed) return dialStatus(state);
      return state.missedInRow > 0 ? 'degraded' : 'open';
    default:
      return state satisfies never;
  }
}

const dialStatus = (session: Session): ConnectionStatus => {
  if (!session.outage) return 'connecting';
  return isOffline(session) ? 'offline' : 'reconnecting';
};
