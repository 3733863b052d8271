import type { WebSocketConstructor } from '../../client/transport.js';

/** What the panel can do to a connection. A fake gateway is one as well. */
export interface ConnectionBreaker {
  /** Resets every connection. */
  readonly drop: () => void;
  /** Delays everything that comes in, ms; 0 to stop. */
  readonly delay: (ms: number) => void;
  /** Discards everything in both directions, without an event. */
  readonly silence: () => void;
  /** Ends `silence`. */
  readonly speak: () => void;
}

/** A WebSocket class whose sockets can be broken on purpose, and the functions that break them. */
export interface BreakableWebSocket extends ConnectionBreaker {
  readonly WebSocket: WebSocketConstructor;
}

type Listener = (event: { type: string }) => void;

/**
 * Wraps a WebSocket class for `<HeartbeatDevtools breaker>`. The connections are real, and the panel can break them.
 * @param native the class to wrap; by default the platform's, looked up at each dial
 * @example
 * const breakable = createBreakableWebSocket();
 * useHeartbeatSocket(url, { WebSocket: breakable.WebSocket });
 */
export function createBreakableWebSocket(native?: WebSocketConstructor): BreakableWebSocket {
  const faults = { delayMs: 0, isSilent: false };
  const live = new Set<{ readonly reset: () => void }>();

  class Breakable {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;

    readonly #native: WebSocket;
    readonly #listeners = new Map<string, Set<Listener>>();
    #isReset = false;

    constructor(url: string, protocols?: string | string[]) {
      this.#native = new (native ?? WebSocket)(url, protocols) as WebSocket;
      live.add(this);
      for (const type of ['open', 'message', 'error', 'close']) {
        this.#native.addEventListener(type, (event) => this.#pass(event));
      }
    }

    get readyState(): number {
      return this.#isReset ? Breakable.CLOSED : this.#native.readyState;
    }
    get bufferedAmount(): number {
      return this.#native.bufferedAmount;
    }
    get binaryType(): BinaryType {
      return this.#native.binaryType;
    }
    set binaryType(type: BinaryType) {
      this.#native.binaryType = type;
    }
    send(data: string | BufferSource | Blob): void {
      if (!faults.isSilent) this.#native.send(data);
    }
    close(code?: number, reason?: string): void {
      this.#native.close(code, reason);
    }
    addEventListener(type: string, listener: Listener): void {
      this.#listeners.set(type, (this.#listeners.get(type) ?? new Set()).add(listener));
    }
    removeEventListener(type: string, listener: Listener): void {
      this.#listeners.get(type)?.delete(listener);
    }

    reset(): void {
      if (this.#isReset) return;
      this.#isReset = true;
      live.delete(this);
      this.#native.close();
      this.#tell({ type: 'error' });
      this.#tell(Object.assign({ type: 'close' }, { code: 1006, reason: '', wasClean: false }));
    }
    #pass(event: { type: string }): void {
      if (event.type === 'close') live.delete(this);
      const arrive = (): void => {
        if (!this.#isReset && !faults.isSilent) this.#tell(event);
      };
      if (faults.delayMs > 0) setTimeout(arrive, faults.delayMs);
      else arrive();
    }
    #tell(event: { type: string }): void {
      this.#listeners.get(event.type)?.forEach((listener) => listener(event));
    }
  }

  return {
    WebSocket: Breakable,
    drop: () => live.forEach((socket) => socket.reset()),
    delay: (ms) => void (faults.delayMs = ms),
    silence: () => void (faults.isSilent = true),
    speak: () => void (faults.isSilent = false),
  };
}
