import type { SettingsSource } from '../protocol/events.js';

/** One setting in force, and who set it. */
export interface SettingValue {
  readonly value: number;
  readonly source: SettingsSource;
}

/** The settings in force, as `GET /heartbeat/settings` answers. Durations in milliseconds. */
export interface SettingsView {
  /** 1 at the start; counts up by one with each change. Also the `ETag`, and what `If-Match` is held against. */
  readonly version: number;
  readonly intervalMs: SettingValue;
  readonly timeoutMs: SettingValue;
}

/** What `PATCH /heartbeat/settings` takes. `null` takes a run-time change back: what was configured before applies again. */
export interface SettingsPatch {
  readonly intervalMs?: number | null;
  readonly timeoutMs?: number | null;
}

/** Why a gateway lost a connection: a closed set, fit for a metric's label. */
export type CloseReason =
  /** Silent for `timeoutMs` after the first unanswered ping. */
  | 'heartbeat_timeout'
  /** More than `maxBufferedBytes` waited to be read. */
  | 'slow_reader'
  /** More heartbeat frames a second than allowed. */
  | 'rate_limited'
  /** An operator disconnected it. */
  | 'operator'
  /** The gateway was closed. */
  | 'shutdown'
  /** A drain sent it away, or it left when the drain asked it to. */
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
  /** Read from the set of connections, not counted up and down. */
  readonly connections: number;
  readonly counters: GatewayCounters;
  readonly closed: Readonly<Record<CloseReason, number>>;
  /** By what the clients said of the connection they lost; unknown causes are `other`. */
  readonly reconnects: Readonly<Record<string, number>>;
  readonly settings: SettingsView;
}

/** A drain, as `POST /heartbeat/drain` answers it. Durations in milliseconds, from its beginning. */
export interface DrainView {
  /** Open when it began. */
  readonly connections: number;
  /** Nobody is left open after it. */
  readonly overMs: number;
  /** Clients that understand `heartbeat.reconnect` have left by then. */
  readonly windowMs: number;
}

/** One connection, as `GET /heartbeat/peers` lists it. Instants are epoch milliseconds. */
export interface PeerView {
  /** Given to the client in the welcome: the same word in both sides' logs. 128 random bits. */
  readonly id: string;
  /** The address the connection comes from, without a port; `'unknown'` for sockets older than the gateway. */
  readonly remote: string;
  readonly openedAt: number;
  /** The last inbound frame, of whatever kind. */
  readonly lastSeenAt: number;
  /** From the last answered ping of the gateway's to its pong; null before the first. */
  readonly latencyMs: number | null;
  /** Intervals in a row that ended without an answer to the gateway's ping. */
  readonly missedInRow: number;
  /** Which dial of the client this connection is, by its hello; 0 for a first one, or a client without hello. */
  readonly attempt: number;
}

/** As `GET /heartbeat/peers?limit=` answers. */
export interface PeerList {
  /** How many there are, listed or not. */
  readonly total: number;
  readonly peers: readonly PeerView[];
}

/** An error of the admin interface: an RFC 9457 problem document. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
}
