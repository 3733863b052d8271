import { toStatus } from '../../machine/status.js';
import type { MachineConfig } from '../../machine/options.js';
import type { HeartbeatState } from '../../machine/state.js';
import type { Clock } from '../clock.js';
import { keepShallow } from './keepShallow.js';
import type { ConnectionSnapshot, Counters, LastClose } from './snapshot.js';

/** What a snapshot says that is not in the machine's state. */
export interface SnapshotContext {
  /** When the peer of this socket was last heard, monotonic; −Infinity: never. */
  readonly heardAt: number;
  readonly lastClose: LastClose | null;
  readonly connectionId: string | null;
  readonly gatewayId: string | null;
  readonly queued: number;
}

/**
 * The public picture of a state. Parts that did not change keep their identity; when nothing did, so does the whole.
 * An instant is turned into epoch time once, when it becomes known: a jump of the wall clock moves none that is shown.
 */
export function projectSnapshot(
  previous: ConnectionSnapshot,
  before: HeartbeatState,
  state: HeartbeatState,
  { heardAt, ...context }: SnapshotContext,
  { now, wallNow }: Clock,
): ConnectionSnapshot {
  const toEpoch = (at: number): number => Math.round(wallNow() + at - now());
  const status = toStatus(state);
  const isNewWait = state.phase === 'waiting' && !(before.phase === 'waiting' && before.retryAt === state.retryAt);
  const isNewOpen = state.phase === 'open' && !(before.phase === 'open' && before.openedAt === state.openedAt);
  const next: ConnectionSnapshot = {
    ...previous,
    status,
    cause: state.outage?.cause ?? (state.phase === 'closed' ? 'manual' : null),
    attempt: state.attempt,
    nextRetryAt: isNewWait ? toEpoch(state.retryAt) : state.phase === 'waiting' ? previous.nextRetryAt : null,
    lost: state.outage?.lost ?? false,
    since: status === previous.status ? previous.since : toEpoch(now()),
    connectedAt: isNewOpen ? toEpoch(state.openedAt) : state.phase === 'open' ? previous.connectedAt : null,
    lastAliveAt: heardAt > -Infinity && state !== before ? toEpoch(heardAt) : previous.lastAliveAt,
    ...context,
    settings: keepShallow(previous.settings, state.settings),
    latency: state.latency && keepShallow(previous.latency, state.latency),
    missedInRow: state.phase === 'open' ? state.pulse.missedInRow : 0,
  };
  return keepShallow(previous, next);
}

/** The snapshot of a connection that was not asked to connect yet. */
export const idleSnapshot = (config: MachineConfig, state: HeartbeatState, counters: Counters): ConnectionSnapshot => ({
  status: 'idle',
  cause: null,
  attempt: 0,
  maxAttempts: config.reconnect.maxAttempts,
  nextRetryAt: null,
  lost: false,
  since: null,
  connectedAt: null,
  lastAliveAt: null,
  lastClose: null,
  connectionId: null,
  gatewayId: null,
  settings: state.settings,
  latency: null,
  missedInRow: 0,
  counters,
  queued: 0,
});
