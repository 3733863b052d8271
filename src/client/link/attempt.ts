import type { Transport, TransportHandlers, TransportRequest, TransportSocket } from '../transport.js';
import { resolveUrl, type AttemptContext, type SocketProtocols, type SocketUrl } from '../url.js';

/** Everything about attempts that stays the same from one to the next. */
export interface AttemptPlan extends Pick<TransportRequest, 'binaryType' | 'clock'> {
  readonly url: () => SocketUrl;
  readonly protocols: () => SocketProtocols | undefined;
  /** Looked up at each attempt. */
  readonly webSocket: () => TransportRequest['WebSocket'];
  readonly transport: Transport;
}

/**
 * Starts one attempt: asks for its URL and protocols, then dials. Dropped while it still asks, it never dials; what a
 * hanging function answers later is forgotten.
 */
export function startAttempt(plan: AttemptPlan, context: AttemptContext, handlers: TransportHandlers): TransportSocket {
  let socket: TransportSocket | undefined;
  let isDropped = false;

  const dial = (url: string | URL, protocols: string | string[] | undefined): void => {
    if (isDropped) return;
    const { binaryType, clock, webSocket, transport } = plan;
    socket = transport({ url: resolveUrl(url), protocols, WebSocket: webSocket(), binaryType, clock }, handlers);
  };
  const fail = (error: unknown): void => {
    if (!isDropped) handlers.failed(error instanceof Error ? error.message : String(error));
  };

  try {
    const url = plan.url();
    const protocols = plan.protocols();
    if (typeof url !== 'function' && typeof protocols !== 'function') {
      dial(url ?? '', protocols);
    } else {
      Promise.all([
        typeof url === 'function' ? url(context) : (url ?? ''),
        typeof protocols === 'function' ? protocols(context) : protocols,
      ])
        .then(([at, as]) => dial(at, as))
        .catch(fail);
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
