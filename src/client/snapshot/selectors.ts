import type { ConnectionSnapshot } from './snapshot.js';

/** What `useHeartbeatSocket` returns of the snapshot, and so what it renders for. */
export type ConnectionView = Pick<
  ConnectionSnapshot,
  'status' | 'attempt' | 'maxAttempts' | 'nextRetryAt' | 'cause' | 'lost'
>;

/** The values that tell a person the state of the connection. None of them changes with a message or a pong. */
export const selectConnection = ({
  status,
  attempt,
  maxAttempts,
  nextRetryAt,
  cause,
  lost,
}: ConnectionSnapshot): ConnectionView => ({ status, attempt, maxAttempts, nextRetryAt, cause, lost });
