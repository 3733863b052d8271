import type { ConnectionCause } from '../protocol/events.js';
import type { PreviousConnection } from '../protocol/frames.js';
import type { Latency } from './latency.js';
import type { MachineConfig } from './options.js';
import type { SettingsInForce } from './settings.js';

/** From the first drop to the next open. Waiting and dialling in turn leave it as it is. */
export interface Outage {
  /** The first drop, monotonic ms. */
  readonly since: number;
  /** The cause of the latest loss. A better cause, such as what the server said, holds until `causeHoldsUntil`. */
  readonly cause: ConnectionCause;
  /** Monotonic. */
  readonly causeHoldsUntil: number;
  /** Attempts that failed, and whether the server was asked why. */
  readonly failedDialCount: number;
  /** When an attempt last failed by an answer rather than by a time limit, monotonic; −Infinity: never. */
  readonly refusedAt: number;
  readonly isDiagnosed: boolean;
  readonly code: number;
  /** The outage has lasted longer than `lostAfterMs`. */
  readonly lost: boolean;
  /**
   * How long the outage was shown (`lost`, on a visible page) before `shownAt`, and since when it is shown now.
   * Monotonic; null: it is not shown now.
   */
  readonly shownMs: number;
  readonly shownAt: number | null;
  /** This client's place in every retry window of the outage: a random number in [0, 1), drawn at the first drop. */
  readonly slot: number;
}

/** How the last open connection ended. */
export interface ConnectionEnd {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
  /** Monotonic. */
  readonly at: number;
}

/**
 * Whether the other side takes part: it answers pings, or sends them where its codec says so. Only a side that has done
 * so, on this connection or an earlier one, is judged. `unanswered`: it has not, for a whole `timeoutMs`; `off`: there
 * are no heartbeats.
 */
export type HeartbeatProof = 'off' | 'unproven' | 'answered' | 'unanswered';

/** What every state has. */
export interface Session {
  readonly settings: SettingsInForce;
  /** The attempt that is waiting or under way; kept while open until the connection has proven stable. */
  readonly attempt: number;
  readonly outage: Outage | null;
  /** The id of the newest socket; ids are never used again. */
  readonly socketId: number;
  readonly latency: Latency | null;
  readonly lastClose: ConnectionEnd | null;
  readonly page: PageState;
  /** When the page, or the computer under it, last came back; spent once a loss was attributed to it. */
  readonly wake: { readonly at: number; readonly hasSlept: boolean; readonly isSpent: boolean } | null;
  readonly heartbeat: HeartbeatProof;
  /** Credentials were refreshed, and no connection has been stable since, so the next refusal is final. */
  readonly isRenewed: boolean;
}

/** What the page reports. */
export interface PageState {
  readonly isOnline: boolean;
  /** Monotonic; null while visible. */
  readonly hiddenAt: number | null;
  /** When a navigation last began, monotonic; −Infinity: never. */
  readonly leavingAt: number;
}

/** One attempt under way, from asking for its URL. */
export interface Dialing extends Session {
  readonly phase: 'dialing';
  readonly startedAt: number;
  /** It was given its time again, which happens once: in a hidden page every timer is late. */
  readonly isExtended?: boolean;
}

/** A ping of ours. */
export interface SentPing {
  readonly id: number | undefined;
  readonly sentAt: number;
}

/**
 * What is known about whether the other side is alive, made anew with each socket. Cadence and liveness are separate:
 * what comes in extends life (`unansweredAt`), and never holds back what goes out (`pingAt`).
 */
export interface Liveness {
  /** The next ping; null when this side sends none. */
  readonly pingAt: number | null;
  /**
   * The first ping since the last proof of life, or that proof itself where the server pings: the verdict falls `timeoutMs`
   * after it.
   */
  readonly unansweredAt: number | null;
  /**
   * When silence becomes a missed heartbeat: adaptive, after the last ping; where the server pings, when its next is
   * overdue. Null in fixed detection, or with no ping out.
   */
  readonly pongDueAt: number | null;
  /** A pong came on this connection. Until then its first frames may be long, and what was learned before says nothing. */
  readonly hasPong: boolean;
  /** How long the next probe waits for its pong; doubles with each miss. */
  readonly patienceMs: number;
  readonly missedInRow: number;
  /** The newest pings without a pong, oldest first. */
  readonly outstanding: readonly SentPing[];
  /** Pongs that the other side still has to send; unlike `outstanding` it is not bounded. */
  readonly owed: number;
  /** The id of the next ping; null until the other side has shown that it knows ids. */
  readonly nextId: number | null;
  /** The newest reason, of before the unanswered ping, to expect a long message; see `timer.fired`. */
  readonly talkedAt: number;
  /** When a timer last saw that more waited to be sent than a few frames of ours. */
  readonly busyAt: number;
  /** Half kilobytes that waited to be sent when a timer last looked, and when that was. */
  readonly bufferedAmount: number;
  readonly lookedAt: number;
  /** This side was late itself and sent one fresh ping. If that is missed, the connection is dead. */
  readonly isHurried: boolean;
  /** When we were late ourselves for the first time since the last frame, monotonic; Infinity: we were not. */
  readonly doubtedAt: number;
}

/** A socket that is open, as far as its heartbeats can tell. */
export interface Open extends Session, Liveness {
  readonly phase: 'open';
  readonly openedAt: number;
  /** The first frame came, or a second passed. Until then the outage goes on, as some servers accept only to close. */
  readonly isConfirmed: boolean;
  /** How the connection before this one ended, for the hello. */
  readonly previous: PreviousConnection | null;
  /** `probation` ends after `stableAfterMs`, then `awaiting-pong` with the next pong. */
  readonly trust: 'probation' | 'awaiting-pong' | 'stable';
  /** When a draining gateway wants this client to leave, monotonic; null: it did not ask. */
  readonly leaveAt: number | null;
}

/** Between two attempts. */
export interface Waiting extends Session {
  readonly phase: 'waiting';
  readonly outage: Outage;
  readonly retryAt: number;
}

/** Credentials are being refreshed, before the next attempt. */
export interface Authorizing extends Session {
  readonly phase: 'authorizing';
  readonly outage: Outage;
  readonly startedAt: number;
}

/** No further attempt is made automatically. */
export interface Failed extends Session {
  readonly phase: 'failed';
  readonly outage: Outage;
  /** Coming back to the page does not revive it: the next attempt would be refused in the same way. */
  readonly isFinal: boolean;
}

/** The whole value of the machine. Each phase holds only what that phase has. */
export type HeartbeatState =
  (Session & { readonly phase: 'idle' | 'closed' | 'paused' }) | Failed | Authorizing | Dialing | Open | Waiting;

/** A connection is wanted: from the first `connect` to `disconnect`, whatever happens in between. */
export const isWanted = ({ phase }: HeartbeatState): boolean => phase !== 'idle' && phase !== 'closed';

/** Nothing happens by itself: there is no socket, and no timer that would bring one. */
export const isStopped = (state: HeartbeatState): boolean => !isWanted(state) || state.phase === 'failed';

/** The state before the first `connect`. */
export function initialState(config: MachineConfig): HeartbeatState {
  const { heartbeat } = config;
  return {
    phase: 'idle',
    settings: {
      intervalMs: heartbeat?.intervalMs ?? 0,
      timeoutMs: heartbeat?.timeoutMs ?? 0,
      source: heartbeat?.chosen ? 'options' : 'default',
      version: 0,
    },
    attempt: 0,
    outage: null,
    socketId: 0,
    latency: null,
    lastClose: null,
    heartbeat: heartbeat ? 'unproven' : 'off',
    page: { isOnline: true, hiddenAt: null, leavingAt: -Infinity },
    wake: null,
    isRenewed: false,
  };
}

/** What is carried from one phase into the next: everything except the phase's own fields. */
export const sessionOf = ({
  settings,
  attempt,
  outage,
  socketId,
  latency,
  lastClose,
  heartbeat,
  page,
  wake,
  isRenewed,
}: Session): Session => ({ settings, attempt, outage, socketId, latency, lastClose, heartbeat, page, wake, isRenewed });
