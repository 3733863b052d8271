import type { ConnectionCause, SettingsSource } from '../protocol/events.js';
import type { PreviousConnection } from '../protocol/frames.js';
import type { Latency } from './latency.js';
import type { MachineConfig } from './options.js';
import type { Pulse } from './pulse.js';

/** The timing in force, and who set it. */
export interface SettingsInForce {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly source: SettingsSource;
  /** The gateway's version of the settings; 0 before any came. */
  readonly version: number;
}

/** From the first drop to the next open. Flips between waiting and dialling leave it alone. */
export interface Outage {
  /** The first drop, monotonic ms. */
  readonly since: number;
  /** Of the latest loss. */
  readonly cause: ConnectionCause;
  readonly code: number;
  /** It has lasted longer than `lostAfterMs`. */
  readonly lost: boolean;
  /** This client's place in every retry window of the outage, drawn at the first drop: in [0, 1). */
  readonly slot: number;
}

/** What every state has. */
interface Session {
  readonly settings: SettingsInForce;
  /** The attempt that is waiting or under way; kept while open until the connection has proven stable. */
  readonly attempt: number;
  readonly outage: Outage | null;
  /** The id of the newest socket; ids are never used again. */
  readonly socketId: number;
  readonly latency: Latency | null;
  readonly page: PageState;
  /** The last time that the page, or the machine under it, came back from somewhere; spent once a loss was put down to it. */
  readonly wake: { readonly at: number; readonly hasSlept: boolean; readonly isSpent: boolean } | null;
  /** Credentials were refreshed, and no connection has proven stable since: the next refusal is final. */
  readonly isRenewed: boolean;
}

/** What the page says of itself. */
export interface PageState {
  readonly isOnline: boolean;
  /** Monotonic; null while visible. */
  readonly hiddenAt: number | null;
}

/** One attempt under way, from asking for its URL. */
export interface Dialing extends Session {
  readonly phase: 'dialing';
  readonly startedAt: number;
}

/** A socket that is open, as far as its heartbeats can tell. */
export interface Open extends Session {
  readonly phase: 'open';
  readonly openedAt: number;
  /** How the connection before this one ended, for the hello. */
  readonly previous: PreviousConnection | null;
  /** `probation` ends by time and an answered beat, whichever comes last. */
  readonly trust: 'probation' | 'awaiting-beat' | 'stable';
  readonly pulse: Pulse;
  /** When a draining gateway wants us gone, monotonic; null: it did not ask. */
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

/** Nothing more is tried by itself. */
export interface Failed extends Session {
  readonly phase: 'failed';
  readonly outage: Outage;
  /** Coming back to the page does not revive it: what was refused would be refused again. */
  readonly isFinal: boolean;
}

/** The whole value of the machine. Each phase holds only what that phase has. */
export type HeartbeatState =
  (Session & { readonly phase: 'idle' | 'closed' | 'paused' }) | Failed | Authorizing | Dialing | Open | Waiting;

/** A machine that was not asked to connect yet. */
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
    page: { isOnline: true, hiddenAt: null },
    wake: null,
    isRenewed: false,
  };
}

/** What to carry from one phase into the next: everything but the phase's own. */
export const sessionOf = ({
  settings,
  attempt,
  outage,
  socketId,
  latency,
  page,
  wake,
  isRenewed,
}: HeartbeatState): Session => ({ settings, attempt, outage, socketId, latency, page, wake, isRenewed });
