import ReconnectingWebSocket from 'reconnecting-websocket';
import { closeCodes } from '../../protocol/closeCodes.js';
import { MAX_TIMER_MS } from '../../protocol/optionRules.js';
import type { Transport, WebSocketLike } from '../transport.js';

/** A WebSocket whose events can be named; `WebSocketLike` leaves them open, so that every platform's class fits. */
interface NativeSocket {
  readonly readyState: number;
  readonly bufferedAmount: number;
  binaryType: unknown;
  send(data: unknown): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: string, listener: (event: never) => void): void;
  removeEventListener(type: string, listener: (event: never) => void): void;
}

const OPEN = 1;
/**
 * How long to wait for the close that follows an error. In browsers it comes in the same task; `ws` holds it back up to
 * 30 s after a bad frame, and Node's own socket may not send it at all (https://github.com/nodejs/undici/issues/3697).
 */
const SETTLE_MS = 25;

/**
 * One instance of reconnecting-websocket per attempt, with its retry loop off: every attempt has an id, a URL and
 * protocols of its own, and the faults of the loop cannot bite. It makes the socket and closes it; what the socket says
 * is heard from the socket itself, because the library reports a failed dial as a clean close with 1000, and builds
 * debug arguments for every message.
 */
export const reconnectingWebSocketTransport: Transport = (request, handlers) => {
  let native: NativeSocket | undefined;
  let settling: unknown;
  let isLive = true;

  const finish = (): boolean => {
    const wasLive = isLive;
    isLive = false;
    request.clock.clearTimeout(settling);
    native?.removeEventListener('open', handlers.opened);
    native?.removeEventListener('message', handlers.message as (event: never) => void);
    native?.removeEventListener('close', closed);
    return wasLive;
  };
  // React Native's close event says neither whether it was clean nor, sometimes, why.
  const closed = ({ code, reason, wasClean }: Partial<CloseEvent>): void => {
    if (finish()) handlers.closed(code ?? closeCodes.abnormal, reason ?? '', wasClean ?? code !== closeCodes.abnormal);
  };
  // Stays for the socket's whole life: `ws` emits an error when it is closed while connecting, and an error that nobody
  // listens to ends a Node process.
  const failed = (): void => {
    if (!isLive) return;
    settling = request.clock.setTimeout(() => {
      if (finish()) handlers.closed(closeCodes.abnormal, '', false);
    }, SETTLE_MS);
  };

  const dial = (): WebSocketLike => {
    try {
      native = new request.WebSocket(request.url, request.protocols);
    } catch (error) {
      // Not thrown on: the library calls us in a promise that it does not catch.
      if (finish()) handlers.failed(error instanceof Error ? error.message : String(error));
      return NO_SOCKET;
    }
    if (request.binaryType) native.binaryType = request.binaryType;
    native.addEventListener('open', handlers.opened);
    native.addEventListener('message', handlers.message as (event: never) => void);
    native.addEventListener('close', closed);
    native.addEventListener('error', failed);
    return lifecycleOf(native);
  };
  const wrapper = new ReconnectingWebSocket(request.url, request.protocols, {
    WebSocket: asConstructor(dial),
    maxRetries: 0,
    maxEnqueuedMessages: 0,
    // The attempt's time limit is the machine's; Infinity would overflow to 1 ms.
    connectionTimeout: MAX_TIMER_MS,
  });

  return {
    get bufferedAmount() {
      return native?.bufferedAmount ?? 0;
    },
    send: (data) => {
      if (native?.readyState !== OPEN) return false;
      native.send(data);
      return true;
    },
    drop: (code, reason) => {
      if (finish()) wrapper.close(code, reason);
    },
  };
};

/** The library calls `new WebSocket(…)` and checks for the static `CLOSING`. */
function asConstructor(dial: () => WebSocketLike): unknown {
  return Object.assign(
    function Dial() {
      return dial();
    },
    { CLOSING: 2 },
  );
}

const isLifecycle = (type: string): boolean => type !== 'message';

/** What the library gets to see of the socket: that it opens, fails and closes, never its messages or binary type. */
function lifecycleOf(native: NativeSocket): WebSocketLike {
  return {
    get readyState() {
      return native.readyState;
    },
    bufferedAmount: 0,
    binaryType: '',
    send: () => {},
    // React Native's wants both.
    close: (code = closeCodes.normal, reason = '') => native.close(code, reason),
    addEventListener: (type: string, listener: (event: never) => void) => {
      if (isLifecycle(type)) native.addEventListener(type, listener);
    },
    removeEventListener: (type: string, listener: (event: never) => void) => {
      if (isLifecycle(type)) native.removeEventListener(type, listener);
    },
  };
}

const NO_SOCKET: WebSocketLike = {
  readyState: 3,
  bufferedAmount: 0,
  binaryType: '',
  send: () => {},
  close: () => {},
  addEventListener: () => {},
  removeEventListener: () => {},
};
