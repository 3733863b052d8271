import { createTotals } from '../client/snapshot/counters.js';
import type { ConnectionSnapshot } from '../client/snapshot/snapshot.js';

/** The snapshot of a client that nothing is known of: what a server renders. */
export const createUnseen = (): ConnectionSnapshot => ({
  status: 'idle',
  cause: null,
  attempt: 0,
  maxAttempts: Infinity,
  nextRetryAt: null,
  lost: false,
  since: null,
  connectedAt: null,
  lastAliveAt: null,
  lastClose: null,
  connectionId: null,
  gatewayId: null,
  sessionId: null,
  notice: null,
  // The heartbeat is the client's own, and not told.
  settings: { intervalMs: 0, timeoutMs: 0, source: 'default', version: 0 },
  heartbeat: 'off',
  latency: null,
  missedInRow: 0,
  counters: createTotals(),
  canSend: false,
  outbox: null,
});
