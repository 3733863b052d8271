import type { HeartbeatState } from './state.js';

/** The few words users of the package see. The machine's own states are finer: see `state.ts`. */
export type ConnectionStatus =
  /** Not asked to connect. */
  | 'idle'
  /** The first dial. */
  | 'connecting'
  /** Beats are answered. */
  | 'open'
  /** Open, but a beat is missed: messages still flow. */
  | 'degraded'
  /** Any later wait or dial. */
  | 'reconnecting'
  /** The browser says there is no network, and a probe agreed. */
  | 'offline'
  /** Given up on purpose, while the page is hidden. */
  | 'paused'
  /** Attempts used up, or a close that no retry can mend. */
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
      if (!state.outage) return 'connecting';
      return state.outage.cause === 'network-offline' && !state.page.isOnline ? 'offline' : 'reconnecting';
    case 'open':
      return state.pulse.missedInRow > 0 ? 'degraded' : 'open';
    default:
      return state satisfies never;
  }
}
