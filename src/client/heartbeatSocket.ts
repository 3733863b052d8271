import type { ConnectionStore } from './snapshot/store.js';
import type { HeartbeatEvent } from '../protocol/events.js';
import type { SendResult } from './part.js';

/** What `check` found. `rttMs` is null where the other side is not alive, or answered by another frame than a pong. */
export interface CheckResult {
  /** null where the server has never answered a ping, so that its silence says nothing. */
  readonly alive: boolean | null;
  readonly rttMs: number | null;
}

/** Gets the application's messages, in order. Heartbeats never reach it. */
export type MessageListener<Received = unknown> = (data: Received, event: MessageEvent) => void;

/** Gets every record of the event log as it is made. */
export type HeartbeatEventListener = (record: HeartbeatEvent) => void;

/** Called for each connection once it is confirmed: after its first frame, or after a second. */
export type ConnectedListener = (connected: { readonly isReconnect: boolean }) => void;

/**
 * One connection that is kept alive and reports its true state. Made by `createHeartbeatSocket`. Without type arguments it
 * stands for a connection with messages of any type, which is what components and selectors accept.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- nothing else accepts a `send` of every type
export interface HeartbeatSocket<Received = unknown, Sent = any> {
  /** A zustand vanilla store of the connection's snapshot. */
  readonly store: ConnectionStore;
  /** Starts; does nothing while started, or without a URL. */
  readonly connect: () => void;
  /** Stops for good: `closed` in this tick, with no timer, listener or dial left. `code` is 1000 or 3000–4999. */
  readonly disconnect: (code?: number, reason?: string) => void;
  /** From any state: renews the attempt budget and dials within 50 ms. Repeated calls make only one socket. */
  readonly reconnect: () => void;
  /** Sends a message. Returns `'rejected'` if it cannot be sent. Never throws. */
  readonly send: (data: Sent) => SendResult;
  /** Bytes that the socket has accepted and that are not on the network yet. */
  readonly bufferedAmount: number;
  /** Sends a probe now. Concurrent calls share one probe. Without a connection it resolves at once: not alive. */
  readonly check: () => Promise<CheckResult>;
  /** Sets new timing on the live connection, from the next ping on. With neither of the two, nothing changes. */
  readonly configure: (timing: {
    readonly intervalMs?: number | undefined;
    readonly timeoutMs?: number | undefined;
  }) => void;
  /** Subscribes; returns the undo. */
  readonly onMessage: (listener: MessageListener<Received>) => () => void;
  /** Subscribes; returns the undo. */
  readonly onEvent: (listener: HeartbeatEventListener) => () => void;
  /** Subscribes to connections, as the option `onConnected` does; returns the undo. */
  readonly onConnected: (listener: ConnectedListener) => () => void;
  /** The last records of the event log, oldest first. `log.map((record) => JSON.stringify(record)).join('\n')` is a file. */
  readonly log: readonly HeartbeatEvent[];
  /**
   * Milliseconds to the next dial by the monotonic clock, right even if the wall clock was set; null unless waiting.
   */
  readonly retryInMs: () => number | null;
  /** `disconnect` and release everything. Idempotent. */
  readonly destroy: () => void;
}

/**
 * A connection that other code owns, followed by one of the observers of `heartbeat-socket/observe`. It has no `send`,
 * no `configure` and no `check`, because those belong to its own client.
 */
export type ObservedConnection = Pick<
  HeartbeatSocket,
  'store' | 'log' | 'onEvent' | 'connect' | 'disconnect' | 'reconnect' | 'destroy'
>;

/** What the provider, the hooks and the components take: a connection of ours, or one that is observed. */
export type ConnectionSource = HeartbeatSocket | ObservedConnection;
