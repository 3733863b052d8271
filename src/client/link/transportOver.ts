import * as closeCodes from '../../protocol/closeCodes.js';
import { guard } from '../../protocol/listeners.js';
import { messageOf } from '../../protocol/messageOf.js';
import { report } from '../report.js';
import type { Transport, TransportRequest, WebSocketLike } from '../transport.js';
import { watchPolicy } from './policy.js';

/** A WebSocket whose events can be named; `WebSocketLike` leaves them open, so that every platform's class fits. */
export interface NativeSocket extends WebSocketLike {
  send(data: unknown): void;
  addEventListener(type: string, listener: (event: never) => void): void;
  removeEventListener(type: string, listener: (event: never) => void): void;
}

/**
 * One way to make a socket and to close it. It calls `dial` once, in a later task, unless it was closed before.
 * @param dial makes the socket; undefined when the platform refuses to
 * @returns closes the socket, and ends what else it began
 */
export type Dialer = (
  request: TransportRequest,
  dial: () => NativeSocket | undefined,
) => (code: number, reason: string) => void;

const OPEN = 1;
/**
 * How long to wait for the close that follows an error, and for the word of a policy. In browsers it comes in the same task; `ws` holds it back up to
 * 30 s after a bad frame, and Node's own socket may not send it at all (https://github.com/nodejs/undici/issues/3697).
 */
export const SETTLE_MS = 25;

/** A transport over one way to dial. It listens to the socket itself, and evens out what platforms tell differently. */
export const transportOver =
  (dialer: Dialer): Transport =>
  (request, handlers) => {
    const { clock } = request;
    let native: NativeSocket | undefined;
    let settling: unknown;
    const life = new AbortController();
    let isLive = true;

    /** Returns whether it was live until now. */
    const end = (code: number = closeCodes.normal, reason = ''): boolean => {
      if (!isLive) return false;
      isLive = false;
      clock.clearTimeout(settling);
      life.abort();
      // A half-open socket may outlive us by minutes, and must not keep what we belong to.
      native?.removeEventListener('open', handlers.opened);
      native?.removeEventListener('message', handlers.message);
      native?.removeEventListener('close', closed);
      // A WebSocket class of the app's may throw. The end is told all the same.
      guard(report, close, code, reason);
      return true;
    };
    // React Native tells no code of a socket that broke, and never whether the end was clean.
    const closed = ({ code = closeCodes.abnormal, reason, wasClean }: Partial<CloseEvent>): void => {
      if (end()) handlers.closed(code, reason ?? '', wasClean ?? code !== closeCodes.abnormal);
    };
    // Stays for the socket's whole life: `ws` emits an error when it is closed while connecting, and an error without a
    // listener ends a Node process.
    const failed = (): void => {
      if (isLive) settling = clock.setTimeout(() => closed({ wasClean: false }), SETTLE_MS);
    };

    const refused = (message: string): void => {
      if (end()) handlers.failed(message);
    };
    watchPolicy(request.url, life.signal, () => refused('forbidden by connect-src'));

    const dial = (): NativeSocket | undefined => {
      try {
        native = new request.WebSocket(request.url, request.protocols);
        if (request.binaryType) native.binaryType = request.binaryType;
        native.addEventListener('open', handlers.opened);
        native.addEventListener('message', handlers.message);
        native.addEventListener('close', closed);
        native.addEventListener('error', failed);
      } catch (error) {
        // Reported once the dialer is done, which may have begun something that `end` must undo, and once a policy
        // would have been named.
        settling = clock.setTimeout(() => refused(messageOf(error)), SETTLE_MS);
      }
      return native;
    };
    const close = dialer(request, dial);

    return {
      get bufferedAmount() {
        try {
          return native?.bufferedAmount ?? 0;
        } catch {
          // Read in timers, where an exception would end a Node process.
          return 0;
        }
      },
      send: (data) => {
        if (native?.readyState !== OPEN) return false;
        native.send(data);
        return true;
      },
      drop: end,
    };
  };
