import type { HeartbeatState } from '../../machine/state.js';
import { toStatus } from '../../machine/status.js';
import type { Notice } from '../../protocol/notice.js';
import type { Counters } from './counters.js';
import { keepShallow } from './keepShallow.js';
import type { ConnectionSnapshot } from './snapshot.js';

/** What a snapshot says that is not in the machine's state. */
export interface SnapshotContext {
  /** Monotonic and epoch milliseconds of the same moment. */
  readonly now: number;
  readonly wallNow: number;
  /** When the other side of this socket was last heard, monotonic; −Infinity: never. */
  readonly heardAt: number;
  readonly maxAttempts: number;
  readonly connectionId: string | null;
  readonly gatewayId: string | null;
  readonly sessionId: string | null;
  readonly notice: Notice | null;
  readonly canSend: boolean;
  /** The outbox keeps the identity of what has not changed. */
  readonly outbox: ConnectionSnapshot['outbox'];
  readonly delivery?: ConnectionSnapshot['delivery'];
  readonly counters: Counters;
}

/**
 * The public picture of a state. Parts that did not change keep their identity; when nothing did, so does the whole.
 * An instant is turned into epoch time once, when it becomes known: a jump of the wall clock moves none that is shown.
 *
 * @param previous the snapshot before, and the state that it shows; null for the first
 */
export function projectSnapshot(
  previous: ConnectionSnapshot | null,
  before: HeartbeatState | null,
  state: HeartbeatState,
  context: SnapshotContext,
): ConnectionSnapshot {
  const { now, wallNow, heardAt, ...given } = context;
  const toEpoch = (at: number): number => Math.round(wallNow + at - now);
  const { outage, lastClose, settings, latency } = state;
  const status = toStatus(state);
  const shown = (at: number | null, atBefore: number | null, shownBefore: number | null | undefined): number | null =>
    at === atBefore ? (shownBefore ?? null) : at === null ? null : toEpoch(at);
  const next: ConnectionSnapshot = {
    ...given,
    status,
    cause: outage?.cause ?? (status === 'closed' ? 'manual' : null),
    attempt: state.attempt,
    nextRetryAt: shown(retryAtOf(state), retryAtOf(before), previous?.nextRetryAt),
    lost: outage?.lost ?? false,
    since: status === previous?.status ? previous.since : before && toEpoch(now),
    connectedAt: shown(openedAtOf(state), openedAtOf(before), previous?.connectedAt),
    lastAliveAt: heardAt > -Infinity && state !== before ? toEpoch(heardAt) : (previous?.lastAliveAt ?? null),
    lastClose:
      lastClose === before?.lastClose
        ? (previous?.lastClose ?? null)
        : lastClose && { ...lastClose, at: toEpoch(lastClose.at) },
    settings: keepShallow(previous?.settings, settings),
    latency,
    heartbeat: state.heartbeat,
    missedInRow: state.phase === 'open' ? state.missedInRow : 0,
    counters: keepShallow(previous?.counters, given.counters),
  };
  return previous ? keepShallow(previous, next) : next;
}

const retryAtOf = (state: HeartbeatState | null): number | null => (state?.phase === 'waiting' ? state.retryAt : null);
const openedAtOf = (state: HeartbeatState | null): number | null => (state?.phase === 'open' ? state.openedAt : null);
