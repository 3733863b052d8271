import ReconnectingWebSocket from 'reconnecting-websocket';
import * as closeCodes from '../../protocol/closeCodes.js';
import { MAX_TIMER_MS } from '../../protocol/options/optionRules.js';
import { transportOver, type NativeSocket } from './transportOver.js';

const CLOSED = 3;

/**
 * One instance of reconnecting-websocket per attempt, with its retry loop off: every attempt has an id, a URL and
 * protocols of its own, and the faults of the loop have no effect. The library makes the socket and closes it; we
 * listen to the socket itself, because the library reports a failed dial as a clean close with 1000. It is what
 * `#transport` stands for by default.
 */
export const transport = transportOver(({ url, protocols }, dial) => {
  const library = new ReconnectingWebSocket(url, protocols, {
    WebSocket: asConstructor(() => reinsOf(dial())),
    maxRetries: 0,
    // The attempt's time limit is the machine's; Infinity would overflow to 1 ms.
    connectionTimeout: MAX_TIMER_MS,
  });
  return (code, reason) => library.close(code, reason);
});

/** The library calls `new WebSocket(…)` and checks for the static `CLOSING`. */
const asConstructor = (make: () => unknown): unknown =>
  Object.assign(
    function Socket() {
      return make();
    },
    { CLOSING: 2 },
  );

/** What the library gets to see of a socket: that it opens, which ends the library's time limit, and how to close it. */
const reinsOf = (native: NativeSocket | undefined) => ({
  get readyState() {
    return native?.readyState ?? CLOSED;
  },
  // React Native's wants both.
  close: (code: number = closeCodes.normal, reason = '') => native?.close(code, reason),
  addEventListener: (type: string, listener: () => void) => {
    if (type === 'open') native?.addEventListener(type, listener);
  },
});
