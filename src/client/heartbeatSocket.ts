import type { StoreApi } from 'zustand/vanilla';
import type { ConnectionSnapshot } from './snapshot/snapshot.js';
import type { HeartbeatEvent } from '../protocol/events.js';

/** What became of a message handed to `send`: on the wire, held by the outbox, or not taken. */
export type SendResult = 'sent' | 'queued' | 'rejected';

/** What `check` found: `rttMs` is null when the peer is not alive, or said so otherwise than by a pong. */
export interface CheckResult {
  readonly alive: boolean;
  readonly rttMs: number | null;
}

/** Sees the application's messages, in order; heartbeats never reach it. */
export type MessageListener<Incoming = unknown> = (data: Incoming, event: MessageEvent) => void;

/** Sees every record of the event log as it is made. */
export type EventListener = (record: HeartbeatEvent) => void;

/** The store, for reading. */
export type ConnectionStore = Pick<StoreApi<ConnectionSnapshot>, 'getState' | 'getInitialState' | 'subscribe'>;

/**
 * One connection that is kept alive, and says so truthfully. Made by `createHeartbeatSocket`. Without type arguments it is
 * any such connection, whatever is said on it: what components and selectors take.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- nothing else takes a `send` of every type
export interface HeartbeatSocket<Incoming = unknown, Outgoing = any> {
  /** A zustand vanilla store of the connection's snapshot. */
  readonly store: ConnectionStore;
  /** Start; does nothing while started, or without a URL. */
  readonly connect: () => void;
  /** Stop for good: `closed` in this tick, no timer, listener or dial left. `code` is 1000 or 3000–4999. */
  readonly disconnect: (code?: number, reason?: string) => void;
  /** From any state: a fresh attempt budget and a dial within 50 ms; one socket however often it is called. */
  readonly reconnect: () => void;
  /** Never throws for being offline: what cannot be sent is `'rejected'`. */
  readonly send: (data: Outgoing) => SendResult;
  /** Bytes handed to the socket that are not on the network yet. */
  readonly bufferedAmount: number;
  /** Probe now, and tell. Concurrent calls share one probe; without a connection the answer is no, at once. */
  readonly check: () => Promise<CheckResult>;
  /** New timing on the live connection, from the next beat on. */
  readonly configure: (timing: { readonly intervalMs?: number; readonly timeoutMs?: number }) => void;
  /** Subscribe; returns its undo. */
  readonly onMessage: (listener: MessageListener<Incoming>) => () => void;
  /** Subscribe; returns its undo. */
  readonly onEvent: (listener: EventListener) => () => void;
  /** The last records of the event log, oldest first. `log.map((record) => JSON.stringify(record)).join('\n')` is a file. */
  readonly log: readonly HeartbeatEvent[];
  /** Milliseconds to the next dial by the monotonic clock, right whatever the wall clock did; null unless waiting. */
  readonly retryInMs: () => number | null;
  /** `disconnect` and release everything. Idempotent. */
  readonly destroy: () => void;
}
