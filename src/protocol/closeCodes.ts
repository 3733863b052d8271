/**
 * Close codes: who sends each, and what the client does about it. Retry or stop is decided here and nowhere else.
 * Ranges follow the field (Pusher, Centrifugo, Liveblocks): 40xx stop, 41xx sign in again, 42xx retry at once.
 */
export const closeCodes = {
  /** Either: ended. From `disconnect()` it is final; from a gateway it is retried (long-lived servers rotate with it). */
  normal: 1000,
  /** Gateway: going away without a plan. */
  goingAway: 1001,
  /** Nobody sends it; a socket that ended without a closing handshake reports it. */
  abnormal: 1006,
  /** Gateway: policy, here always the credentials. */
  policy: 1008,
  /** Gateway: a message over `maxPayload`. */
  tooLarge: 1009,
  /** Gateway: restart or drain; the reason may carry a window, as `heartbeat.reconnect` does. */
  restart: 1012,
  /** Gateway: overloaded, or this peer reads too slowly or floods it with pings. */
  overloaded: 1013,
  /** Either: no proof of life within the timeout. */
  heartbeatTimeout: 4201,
  /** Gateway: nothing happened for longer than the gateway cares to hold a connection. */
  idle: 4202,
  /** Client: the person, or the app, asked for a fresh connection. */
  replaced: 4203,
  /** Gateway: sign in again. */
  unauthorized: 4401,
  /** Gateway: refused for good. */
  forbidden: 4403,
} as const;

/** What a client does about a lost connection. */
export type LossAction =
  /** Backoff. */
  | 'retry'
  /** Within a second: the other side says that nothing is wrong. */
  | 'retry-now'
  /** Spread over the drain window, by default five seconds. */
  | 'spread'
  /** The slow tier: an overloaded gateway wants fewer of us. */
  | 'slow'
  /** New credentials first. */
  | 'reauthorize'
  /** Never: a retry would end the same. */
  | 'fail';

/** The action for a close code the gateway (or the network) ended a connection with. */
export function actionForClose(code: number): LossAction {
  switch (code) {
    case 1002: // protocol error
    case 1003: // unsupported data
    case 1007: // invalid payload
    case 1009: // too large
    case 1010: // missing extension
    case 4403:
      return 'fail';
    case 1008:
    case 4401:
      return 'reauthorize';
    case 1012:
      return 'spread';
    case 1013:
      return 'slow';
    default:
      // 1000, 1001, 1005, 1006 and 1011 included. 1006 is never read as an authentication failure: browsers report it
      // for every refused handshake, whatever the HTTP status was (https://github.com/websockets/ws/issues/1745).
      if (code >= 4000 && code < 4100) return 'fail';
      if (code >= 4100 && code < 4200) return 'reauthorize';
      if (code >= 4200 && code < 4300) return 'retry-now';
      return 'retry';
  }
}

/** A close frame has 125 bytes, two of them for the code (RFC 6455, section 5.5.1). */
export const MAX_CLOSE_REASON_BYTES = 123;
