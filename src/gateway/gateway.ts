import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import type { Alert } from '../admin/schemas/alerts.js';
import type { HeartbeatEvent } from '../protocol/events.js';
import type { Peer, Peers } from './peers/peer.js';
import type { PeerSocket, SendableData } from './peerSocket.js';
import type { HeartbeatRecord } from './telemetry/heartbeatRecord.js';
import type { GatewayStats } from './views.js';

/** Gets each new connection: a plain `ws` socket whose `message` events never carry a heartbeat. */
export type ConnectionListener = (socket: PeerSocket, request: IncomingMessage, peer: Peer) => unknown;

/** The listeners of a gateway. An error of one is recorded as `listener.failed`, and does not stop the others. */
export interface GatewayListeners {
  /**
   * A connection is open and welcomed. Sockets of a `wss` that are older than the gateway are watched, and in `peers`, but
   * not announced here: the application has them already.
   */
  connection: ConnectionListener;
  /** A heartbeat of one peer. */
  heartbeat: (record: HeartbeatRecord, peer: Peer) => unknown;
  /** An alert was raised, or cleared: then `clearedAt` is set. */
  alert: (alert: Alert) => unknown;
  /** A record of the event log, heartbeats included. */
  event: (record: HeartbeatEvent) => unknown;
}

/** A gateway. Made by `createHeartbeatGateway`. */
export interface HeartbeatGateway {
  /** The gateway's name in the welcome, the records and the statistics. 122 random bits. */
  readonly id: string;
  /**
   * Resolves when the gateway accepts connections: with `port` once it listens, else at once. When the port is taken, it
   * rejects with an `Error` that says what to do.
   */
  readonly ready: Promise<void>;
  /** The open connections. */
  readonly peers: Peers;
  /** The Prometheus registry that holds its metrics. */
  readonly registry: Registry;
  /**
   * Subscribes a listener; returns the undo.
   * @throws HeartbeatOptionError for an unknown event name, or a listener that is not a function.
   */
  on<Name extends keyof GatewayListeners>(name: Name, listener: GatewayListeners[Name]): () => void;
  /** The address that its server listens on. Null with `wss`, on a Unix socket, and while the server does not listen. */
  address(): { readonly address: string; readonly port: number } | null;
  /** Where the admin interface listens: as `address()`, unless it has a port of its own. */
  adminAddress(): { readonly address: string; readonly port: number } | null;
  /**
   * Answers a request to the admin interface, and a `GET` of the gateway's own path (unless that is `/`), by which a client
   * asks why its sockets are refused. Returns `false` for any other request, and does not touch it.
   * @example createServer((request, response) => { if (!gateway.handle(request, response)) app(request, response); });
   */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /**
   * Sends data to every open peer; returns the number of peers. A peer with more than `maxBufferedBytes` unread is
   * closed with 1013 instead.
   */
  broadcast(data: SendableData): number;
  /** The open connections, and what was counted since the gateway was created. */
  stats(): GatewayStats;
  /**
   * Sends every connection to another gateway. From now on `/healthz` and upgrades answer 503. Each client is told by
   * `heartbeat.reconnect` when to leave, over a window sized to `connections / admitPerSecond`; clients that do not
   * understand it are closed with 1012, evenly over `overMs`. Resolves when the last connection is gone, at the latest
   * `closeTimeoutMs` after `overMs`. A second call waits for the first drain. Afterwards `close()` releases the rest. With
   * `wss` the upgrades are yours to stop; connections that still come are told when to return, and closed with 1012.
   * @param options.overMs The deadline, integer milliseconds; 0: close all at once. Default 25 000, as Kubernetes kills
   * after 30 s.
   * @throws HeartbeatOptionError for an invalid `overMs`, or a name that is no option (as a rejection).
   */
  drain(options?: { readonly overMs?: number | undefined }): Promise<void>;
  /**
   * Closes every connection with 1012, terminates those that are left after `closeTimeoutMs`, and releases its own
   * server, timers, file watch and metrics. Your own server or `wss` stays open. Idempotent; never rejects.
   */
  close(): Promise<void>;
}
