import * as closeCodes from './closeCodes.js';

/** What a client does about a lost connection. */
export type LossAction =
  /** Backoff. */
  | 'retry'
  /** Within a second: the other side says that nothing is wrong. */
  | 'retry-now'
  /** Spread over the drain window, by default five seconds. */
  | 'spread'
  /** The slow tier: an overloaded gateway wants fewer clients. */
  | 'slow'
  /** New credentials first. */
  | 'reauthorize'
  /** Never: a retry would end the same. */
  | 'fail';

/** The action for a close code with which the gateway, or the network, ended a connection. Retry or stop is decided here. */
export function actionForClose(code: number): LossAction {
  switch (code) {
    case 1002: // protocol error
    case 1003: // unsupported data
    case 1007: // invalid payload
    case closeCodes.tooLarge:
    case 1010: // missing extension
    case closeCodes.forbidden:
      return 'fail';
    case closeCodes.policy:
    case closeCodes.unauthorized:
      return 'reauthorize';
    case closeCodes.restart:
      return 'spread';
    case closeCodes.overloaded:
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
