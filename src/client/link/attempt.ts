import { messageOf } from '../../protocol/messageOf.js';
import type { Clock } from '../clock.js';
import {
  webSocketClass,
  type Transport,
  type TransportHandlers,
  type TransportSocket,
  type WebSocketConstructor,
} from '../transport.js';
import { resolveUrl, type AttemptContext, type SocketProtocols, type SocketUrl } from '../url.js';

/** Where and how to dial: the same for every attempt. */
export interface AttemptConfig {
  readonly url: SocketUrl;
  readonly protocols: SocketProtocols | undefined;
  readonly binaryType: 'blob' | 'arraybuffer' | undefined;
  /** Undefined: the platform's, looked up at each attempt. */
  readonly WebSocket: WebSocketConstructor | undefined;
  readonly transport: Transport;
  readonly clock: Clock;
}

/**
 * Starts one attempt: asks for its URL and protocols, then dials. An attempt that is dropped while it still asks never
 * dials; a late answer of a function that hung is ignored.
 */
export function startAttempt(
  config: AttemptConfig,
  context: AttemptContext,
  handlers: TransportHandlers,
): TransportSocket {
  let socket: TransportSocket | undefined;
  let isDropped = false;

  const dial = (url: string | URL | null, protocols: string | string[] | undefined): void => {
    if (isDropped) return;
    const { binaryType, clock, transport } = config;
    const request = { url: resolveUrl(url ?? ''), protocols, WebSocket: webSocketClass(config.WebSocket) };
    socket = transport({ ...request, binaryType, clock }, handlers);
  };
  const fail = (error: unknown): void => {
    if (!isDropped) handlers.failed(messageOf(error));
  };

  try {
    const url = typeof config.url === 'function' ? config.url(context) : config.url;
    const protocols = typeof config.protocols === 'function' ? config.protocols(context) : config.protocols;
    if (isPromise(url) || isPromise(protocols)) {
      Promise.all([url, protocols])
        .then((asked) => dial(...asked))
        .catch(fail);
    } else {
      dial(url, protocols);
    }
  } catch (error) {
    fail(error);
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

const isPromise = <T>(value: T | Promise<T>): value is Promise<T> =>
  typeof value === 'object' && value !== null && 'then' in value;
