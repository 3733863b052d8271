import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import type { GatewayStats } from './views.js';
import type { HeartbeatEvent } from '../protocol/events.js';
import type { Beat } from './telemetry/beat.js';
import type { Peer, Peers } from './peers/peer.js';
import type { Outgoing, PeerSocket } from './peerSocket.js';

/** Gets each new connection: a plain `ws` socket whose `message` events are the application's only. */
export type ConnectionListener = (socket: PeerSocket, request: IncomingMessage, peer: Peer) => unknown;

/** What a gateway tells. A listener that throws, or rejects, is recorded as `listener.failed` and stops nobody. */
export interface GatewayListeners {
  /**
   * A connection is open and welcomed. Sockets that a `wss` had before the gateway came are watched, and in `peers`, but
   * not told of: the application has them already.
   */
  connection: ConnectionListener;
  /** A heartbeat of one peer. */
  heartbeat: (beat: Beat, peer: Peer) => unknown;
  /** A record of the event log, heartbeats included. */
  event: (record: HeartbeatEvent) => unknown;
}

/** A gateway. Made by `createHeartbeatGateway`. */
export interface HeartbeatGateway {
  /** Names this gateway in the welcome, the records and the statistics. 122 random bits. */
  readonly id: string;
  /**
   * Resolves when the gateway takes connections: with `port` once it listens, else at once. Rejects with an `Error` that
   * says what to do when the port is taken.
   */
  readonly ready: Promise<void>;
  /** The open connections. */
  readonly peers: Peers;
  /** The Prometheus registry its metrics are in. */
  readonly registry: Registry;
  /** Subscribe; returns its undo. */
  on<Name extends keyof GatewayListeners>(name: Name, listener: GatewayListeners[Name]): () => void;
  /** Where it listens; null with `wss`, and as long as it does not. */
  address(): { readonly address: string; readonly port: number } | null;
  /**
   * Answers a request to the admin interface; `false` when it is none, and then it is untouched.
   * @example createServer((request, response) => { if (!gateway.handle(request, response)) app(request, response); });
   */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /**
   * Sends data to every open peer; returns to how many. One that has more than `maxBufferedBytes` unread is closed with
   * 1013 instead.
   */
  broadcast(data: Outgoing): number;
  /** What is and was going on. */
  stats(): GatewayStats;
  /**
   * Sends every connection to another gateway, calmly: from now on `/healthz` and upgrades answer 503; each client is
   * told by `heartbeat.reconnect` when to leave, over a window sized to `connections / admitPerSecond`; those that do not
   * understand are closed with 1012, evenly over `overMs`. Resolves when the last is gone, at the latest
   * `closeTimeoutMs` after `overMs`. A second call waits for the first. Then `close()` releases the rest. With `wss` the
   * upgrades are yours to stop; who still comes is closed with 1012.
   * @param options.overMs The hard deadline, integer milliseconds; 0: all at once. Default 25 000, as Kubernetes kills
   * after 30 s.
   * @throws HeartbeatOptionError for an `overMs` that cannot be meant (as a rejection).
   */
  drain(options?: { readonly overMs?: number | undefined }): Promise<void>;
  /**
   * Closes every connection with 1012, terminates what is left after `closeTimeoutMs`, and releases everything: its own
   * server, timers, the file watch, metrics. A server or `wss` of yours stays. Idempotent; never rejects.
   */
  close(): Promise<void>;
}
