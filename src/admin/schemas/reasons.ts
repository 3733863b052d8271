/** Why a gateway lost a connection: a closed set, fit for a metric's label. */
export const CLOSE_REASONS = [
  /** Silent for `timeoutMs` after the first unanswered ping. */
  'heartbeat_timeout',
  /** More than `maxBufferedBytes` were unread. */
  'slow_reader',
  /** More heartbeat frames a second than allowed. */
  'rate_limited',
  /** An operator disconnected it. */
  'operator',
  /** The gateway was closed. */
  'shutdown',
  /** A drain closed it, or it left because the drain asked it to. */
  'drain',
  /** A message over `maxPayload`. */
  'too_large',
  /** Bytes that are no WebSocket frames, or text that is no UTF-8. */
  'protocol_error',
  /** A closing handshake with 1000, 1001 or no code. */
  'normal',
  /** A closing handshake with a code of the application's. */
  'application',
  /** The connection ended without a closing handshake. */
  'abnormal',
] as const;

/** Why an upgrade was refused: a closed set, fit for a metric's label. */
export const REFUSAL_REASONS = [
  /** A page of an origin that may not connect. */
  'origin',
  /** A `Host` that is not the gateway's. */
  'host',
  /** `maxConnections`. */
  'connection_limit',
  /** `maxConnectionsPerAddress`. */
  'address_limit',
  /** `admitPerSecond`. */
  'accept_rate',
  /** `authenticate` refused it: the credentials are missing or wrong, or do not suffice. */
  'unauthorized',
  'forbidden',
  /** `authenticate` did not answer in time. */
  'authenticate_timeout',
  'draining',
  'closing',
  /** No valid WebSocket handshake. */
  'invalid_handshake',
  /** A handshake that has lost its `Upgrade` header on the way. */
  'upgrade_missing',
  /** A path that belongs to no gateway and to no other handler. */
  'unknown_path',
  /** Another handler of the server has answered it before. */
  'taken',
] as const;

export type CloseReason = (typeof CLOSE_REASONS)[number];
export type RefusalReason = (typeof REFUSAL_REASONS)[number];
