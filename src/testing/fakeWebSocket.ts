import { NO_SERVER, type WebSocketConstructor } from '../client/transport.js';
import type { FakeLink, LinkHandlers } from './fakeLink.js';

type Listener = (event: object) => void;

/**
 * A WebSocket class whose network is a fake: for apps that make their socket themselves, by the hook or the provider.
 * Its events are plain objects, so that they belong to no window: jsdom's and a browser's listeners take them alike.
 */
export function createFakeWebSocketClass(
  dial: (url: string, handlers: LinkHandlers) => FakeLink,
): WebSocketConstructor {
  return class FakeWebSocket {
    static readonly [NO_SERVER] = true;
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;

    readonly bufferedAmount = 0;
    binaryType: unknown = 'blob';
    readyState: number = FakeWebSocket.CONNECTING;
    readonly #link: FakeLink;
    readonly #listeners = new Map<string, Set<Listener>>();

    constructor(readonly url: string) {
      this.#link = dial(url, {
        opened: () => this.#tell('open', FakeWebSocket.OPEN, {}),
        message: (data) => this.#tell('message', this.readyState, { data }),
        closed: (code, reason, wasClean) => {
          if (!wasClean) this.#tell('error', FakeWebSocket.CLOSED, {});
          this.#tell('close', FakeWebSocket.CLOSED, { code, reason, wasClean });
        },
      });
    }

    send(data: unknown): void {
      if (this.readyState === FakeWebSocket.CONNECTING) {
        throw new Error('heartbeat-socket/testing: send() before the socket is open, which the platform refuses too.');
      }
      if (this.readyState === FakeWebSocket.OPEN) this.#link.sendUp(data);
    }

    close(code = 1005, reason = ''): void {
      if (this.readyState >= FakeWebSocket.CLOSING) return;
      this.readyState = FakeWebSocket.CLOSING;
      this.#link.closeUp(code, reason);
    }

    addEventListener(type: string, listener: Listener): void {
      const listeners = this.#listeners.get(type) ?? new Set();
      this.#listeners.set(type, listeners.add(listener));
    }

    removeEventListener(type: string, listener: Listener): void {
      this.#listeners.get(type)?.delete(listener);
    }

    #tell(type: string, readyState: number, details: object): void {
      this.readyState = readyState;
      // As on the platform, a listener that is taken away during the event is not called any more.
      this.#listeners.get(type)?.forEach((listener) => listener({ type, target: this, ...details }));
    }
  };
}
