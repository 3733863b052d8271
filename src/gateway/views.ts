import type { SettingsSource } from '../protocol/events.js';

/** One setting in force, and where it comes from. */
export interface SettingValue {
  readonly value: number;
  readonly source: SettingsSource;
}

/** The settings in force, as `GET /heartbeat/settings` answers. Durations in milliseconds. */
export interface SettingsView {
  /** 1 at the start, one more with each change. It is the `ETag`, and what `If-Match` is compared with. */
  readonly version: number;
  readonly intervalMs: SettingValue;
  readonly timeoutMs: SettingValue;
}

/** What `PATCH /heartbeat/settings` takes. `null` takes a run-time change back, so that the configured value applies again. */
export interface SettingsPatch {
  readonly intervalMs?: number | null;
  readonly timeoutMs?: number | null;
}

/** Why a gateway lost a connection: a closed set, fit for a metric's label. */
export type CloseReason =
  /** Silent for `timeoutMs` after the first unanswered ping. */
  | 'heartbeat_timeout'
  /** More than `maxBufferedBytes` were unread. */
  | 'slow_reader'
  /** More heartbeat frames a second than allowed. */
  | 'rate_limited'
  /** An operator disconnected it. */
  | 'operator'
  /** The gateway was closed. */
  | 'shutdown'
  /** A drain closed it, or it left because the drain asked it to. */
  | 'drain'
  /** A message over `maxPayload`. */
  | 'too_large'
  /** Bytes that are no WebSocket frames, or text that is no UTF-8. */
  | 'protocol_error'
  /** A closing handshake with 1000, 1001 or no code. */
  | 'normal'
  /** A closing handshake with a code of the application's. */
  | 'application'
  /** The connection ended without a closing handshake. */
  | 'abnormal';

/** What a gateway counted since it was created. */
export interface GatewayCounters {
  readonly opened: number;
  /** Upgrades refused: origin, limits, authentication. */
  readonly rejected: number;
  /** JSON and control pings. */
  readonly pingsSent: number;
  readonly pingsReceived: number;
  readonly pongsSent: number;
  /** JSON and control pongs. */
  readonly pongsReceived: number;
  readonly missed: number;
  readonly timeouts: number;
}

/** As `GET /heartbeat/stats` answers. */
export interface GatewayStats {
  readonly gatewayId: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** The size of the set of connections. It is not a counter, which could drift. */
  readonly connections: number;
  readonly counters: GatewayCounters;
  readonly closed: Readonly<Record<CloseReason, number>>;
  /** By the cause that the clients named; unknown causes are `other`. */
  readonly reconnects: Readonly<Record<string, number>>;
  readonly settings: SettingsView;
}

/** A drain, as `POST /heartbeat/drain` answers it. Durations in milliseconds, from its beginning. */
export interface DrainView {
  /** The connections that were open when it began. */
  readonly connections: number;
  /** All connections are closed by then. */
  readonly overMs: number;
  /** Clients that understand `heartbeat.reconnect` have left by then. */
  readonly windowMs: number;
}

/** One connection, as `GET /heartbeat/peers` lists it. Instants are epoch milliseconds. */
export interface PeerView {
  /** 128 random bits. The welcome tells it to the client, so that it is in the logs of both sides. */
  readonly id: string;
  /** The address the connection comes from, without a port. `'unknown'` for sockets older than the gateway. */
  readonly remote: string;
  readonly openedAt: number;
  /** The last inbound frame of any kind. */
  readonly lastSeenAt: number;
  /** From the gateway's last answered ping to its pong; null before the first. */
  readonly latencyMs: number | null;
  /** Intervals in a row that ended without an answer to the gateway's ping. */
  readonly missedInRow: number;
  /** Which attempt of the client this connection is, by its hello. 0 for the first one, or without a hello. */
  readonly attempt: number;
}

/** As `GET /heartbeat/peers?limit=` answers. */
export interface PeerList {
  /** All peers, including those that are not listed. */
  readonly total: number;
  readonly peers: readonly PeerView[];
}

/** An error of the admin interface, as RFC 9457 writes it. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
}
