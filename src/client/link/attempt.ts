import { messageOf } from '../../protocol/messageOf.js';
import type { Clock } from '../clock.js';
import {
  webSocketClass,
  type Transport,
  type TransportHandlers,
  type TransportRequest,
  type TransportSocket,
  type WebSocketConstructor,
} from '../transport.js';
import { resolveUrl, type AttemptContext, type SocketProtocols, type SocketUrl } from '../url.js';

/** Where and how to dial. Functions, and what may hold them, are read anew for every attempt. */
export interface AttemptConfig {
  readonly url: SocketUrl;
  readonly protocols: () => SocketProtocols | undefined;
  readonly binaryType: 'blob' | 'arraybuffer' | undefined;
  readonly options: {
    /** Undefined: the platform's. */
    readonly WebSocket?: WebSocketConstructor | undefined;
  };
  readonly transport: Transport;
  readonly clock: Clock;
}

/** What an attempt calls: as a transport does, and when there is no transport yet. */
export interface AttemptHandlers extends Omit<TransportHandlers, 'failed'> {
  /** @param isFinal a mistake of the app's: the next attempt would fail in the same way */
  readonly failed: (message: string, isFinal: boolean) => void;
  /** A socket is about to be made. */
  readonly dialing: (request: TransportRequest) => void;
}

/**
 * Starts one attempt: asks for its URL and protocols, then dials. An attempt that is dropped while it still asks never
 * dials; a late answer of a function that hung is ignored.
 *
 * @param alias put behind the path of the URL
 */
export function startAttempt(
  config: AttemptConfig,
  context: AttemptContext,
  handlers: AttemptHandlers,
  alias: string,
): TransportSocket {
  let socket: TransportSocket | undefined;
  let isDropped = false;

  const fail = (error: unknown, isFinal: boolean): void => {
    if (!isDropped) handlers.failed(messageOf(error), isFinal);
  };
  const dial = (
    [url, protocols]: readonly [string | URL | null, string | string[] | undefined],
    // An invalid URL or protocol, or a page whose policy forbids it. What a function answers may be another next time.
    isFinal = false,
  ): void => {
    if (isDropped) return;
    const { binaryType, clock, transport, options } = config;
    try {
      const WebSocket = webSocketClass(options.WebSocket);
      const request = { url: resolveUrl(url ?? ''), protocols, WebSocket, binaryType, clock };
      handlers.dialing(request);
      const aliased = { ...request, url: request.url.replace(/\?|$/, `${alias}$&`) };
      socket = transport(aliased, { ...handlers, failed: (message) => fail(message, isFinal) });
    } catch (error) {
      fail(error, isFinal);
    }
  };

  try {
    const { url } = config;
    const protocols = config.protocols();
    const to = typeof url === 'function' ? url(context) : url;
    const by = typeof protocols === 'function' ? protocols(context) : protocols;
    if (!isThenable(to) && !isThenable(by)) dial([to, by], to === url && by === protocols);
    else Promise.all([to, by]).then(dial, (error: unknown) => fail(error, false));
  } catch (error) {
    fail(error, false);
  }

  return {
    get bufferedAmount() {
      return socket?.bufferedAmount ?? 0;
    },
    send: (data) => socket?.send(data) ?? false,
    drop: (code, reason) => {
      isDropped = true;
      socket?.drop(code, reason);
    },
  };
}

/** Promises of other realms are none of this one's class. */
const isThenable = <T>(value: T | Promise<T>): value is Promise<T> =>
  typeof value === 'object' && value !== null && 'then' in value;
