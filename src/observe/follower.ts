import type { Clock } from '../client/clock.js';
import type { ConnectionSnapshot } from '../client/snapshot/snapshot.js';
import type { ConnectionCause, EventDetails, HeartbeatEventKind } from '../protocol/events.js';
import { causeOfClose } from './causeOfClose.js';
import { isUp, type Observation, type ObservedClose, type Tell } from './observation.js';
import { createUnseen } from './unseen.js';

/** Two tellings of one instant, each rounded, and some milliseconds of work between them. */
const SAME_INSTANT_MS = 10;
/** A second request within this long means the dial that the first one asked for, and not the client's own. */
const SAME_REQUEST_MS = 1_000;

/** What a follower is given. */
export interface FollowerWorld {
  readonly clock: Clock;
  readonly lostAfterMs: number;
  readonly maxAttempts: () => number;
  readonly record: <Kind extends HeartbeatEventKind>(kind: Kind, details: EventDetails[Kind]) => void;
  /** `shown` says something new. */
  readonly publish: () => void;
}

/** Turns what an observer tells into a snapshot and into records of the log. */
export interface Follower {
  /** The snapshot, but for its counters. */
  readonly shown: ConnectionSnapshot;
  readonly tell: Tell;
  /** The person asks for a dial: attempts count from 1 again. False: the dial that was asked for before is under way. */
  readonly restart: () => boolean;
  /** Stops: claims nothing any more, and runs no timer. */
  readonly forget: () => void;
  readonly retryInMs: () => number | null;
}

/** Makes a follower that has seen nothing yet. Its instants are monotonic, and become epoch time once, when they are known. */
export function createFollower({ clock, lostAfterMs, maxAttempts, record, publish }: FollowerWorld): Follower {
  let seen: Observation = { status: 'idle' };
  let dialedAt: number | null = null;
  let openedAt: number | null = null;
  let askedAt = NaN;
  let retryAt: number | null = null;
  let droppedAt: number | null = null;
  let lostTimer: unknown;
  let shown = createUnseen();

  const sinceMs = (at: number | null): number => (at === null ? 0 : Math.round(clock.now() - at));
  const show = (patch: Partial<ConnectionSnapshot>): void => void (shown = { ...shown, ...patch });
  const causeNow = (): ConnectionCause => shown.cause ?? 'closed';

  function tell(now: Observation): void {
    const before = seen;
    seen = now;
    const { status } = now;
    const wallNow = clock.wallNow();
    if (isUp(status)) {
      if (openedAt === null) opened(now.connectionId);
      show({ lastAliveAt: wallNow });
    } else if (status === 'connecting') dialing(now, before);
    else if (status === 'reconnecting' || status === 'offline' || status === 'failed') down(now, before);
    else rest(now);
    const word = status === 'connecting' && droppedAt !== null ? 'reconnecting' : status;
    if (word !== shown.status) show({ status: word, since: wallNow });
    show({ maxAttempts: maxAttempts(), canSend: isUp(status) });
    publish();
  }

  function opened(connectionId: string | null = null): void {
    const { attempt, lost } = shown;
    show({ connectionId, connectedAt: clock.wallNow() });
    record('connect.opened', { attempt, tookMs: sinceMs(dialedAt) });
    openedAt = clock.now();
    if (droppedAt !== null) {
      const downMs = sinceMs(droppedAt);
      record('reconnected', { attempt, downMs, cause: causeNow() });
      if (lost) record('restored', { downMs });
    }
    calm();
  }

  function dialing(now: Observation, before: Observation): void {
    const isAnother = before.status !== now.status || before.attempt !== now.attempt;
    if (openedAt !== null || (dialedAt !== null && isAnother)) lose(now);
    if (dialedAt !== null) return;
    dialedAt = clock.now();
    retryAt = null;
    show({ nextRetryAt: null, attempt: now.attempt ?? shown.attempt });
    record('connect.started', { attempt: shown.attempt, cause: shown.cause });
  }

  function down(now: Observation, before: Observation): void {
    const { status } = now;
    const waitMs = now.retryInMs ?? NaN;
    const isLoss = openedAt !== null || dialedAt !== null || now.message !== undefined;
    if (isLoss || droppedAt === null) lose(now);
    show({ attempt: now.attempt ?? shown.attempt, cause: now.cause ?? shown.cause });
    const { attempt } = shown;
    const cause = causeNow();
    if (status === 'failed' && before.status !== status) record('retry.exhausted', { attempt, cause });
    // A client may say NaN or Infinity, and there is no counting down to those.
    if (status === 'failed' || !(waitMs < Infinity)) {
      retryAt = null;
      show({ nextRetryAt: null });
      return;
    }
    const delayMs = Math.max(0, Math.round(waitMs));
    const at = clock.now() + delayMs;
    // Told again: the same instant, but for rounding.
    if (retryAt !== null && Math.abs(at - retryAt) <= SAME_INSTANT_MS) return;
    retryAt = at;
    show({ nextRetryAt: Math.round(clock.wallNow()) + delayMs });
    record('retry.scheduled', { attempt, maxAttempts: maxAttempts(), delayMs, cause });
  }

  /** The connection, or a dial, is gone, and the app did not ask for that. */
  function lose({ cause: given, close, message }: Observation): void {
    const cause = given ?? causeOfClose(close?.code) ?? (openedAt === null ? 'connect-error' : 'closed');
    const { attempt } = shown;
    show({ cause, attempt: attempt + 1 });
    if (openedAt !== null) closed(cause, close);
    else if (dialedAt !== null || message !== undefined) record('connect.failed', { attempt, cause, message });
    dialedAt = null;
    if (droppedAt !== null) return;
    droppedAt = clock.now();
    lostTimer = clock.setTimeout(setLost, lostAfterMs);
  }

  function closed(cause: ConnectionCause, close: ObservedClose | null | undefined): void {
    const { code, reason, wasClean } = close ?? { code: 1006, reason: '', wasClean: false };
    record('connection.closed', { code, reason, wasClean, cause, openMs: sinceMs(openedAt) });
    openedAt = null;
    show({ connectedAt: null, lastClose: close ? { code, reason, wasClean, at: clock.wallNow() } : null });
  }

  /** Nothing is wanted of the client: it has not begun, was ended, or has paused. */
  function rest({ status, cause = 'manual', close }: Observation): void {
    if (openedAt !== null) closed(cause, close);
    calm();
    if (status === 'closed') show({ cause });
  }

  function calm(): void {
    dialedAt = retryAt = droppedAt = null;
    clock.clearTimeout(lostTimer);
    show({ attempt: 0, cause: null, lost: false, nextRetryAt: null });
  }

  function setLost(): void {
    show({ lost: true });
    record('lost', { cause: causeNow(), downMs: sinceMs(droppedAt) });
    publish();
  }

  return {
    get shown() {
      return shown;
    },
    tell,
    forget: () => {
      openedAt = null;
      calm();
      show({ status: 'idle', since: clock.wallNow(), connectedAt: null, canSend: false });
      publish();
    },
    restart: () => {
      const now = clock.now();
      if (dialedAt !== null && now - askedAt < SAME_REQUEST_MS) return false;
      askedAt = now;
      show({ attempt: droppedAt === null ? 0 : 1 });
      return true;
    },
    retryInMs: () => (retryAt === null ? null : Math.max(0, retryAt - clock.now())),
  };
}
