import type { WebSocketConstructor } from '../../client/transport.js';

/** What the panel can do to a connection. A fake gateway can do the same, and fits here as well. */
export interface ConnectionBreaker {
  /** Resets every connection. */
  readonly drop: () => void;
  /** Everything that comes in comes this much later, ms; 0 to end it. */
  readonly delay: (ms: number) => void;
  /** Nothing comes in and nothing goes out, and nobody is told. */
  readonly silence: () => void;
  /** Ends `silence`. */
  readonly speak: () => void;
}

/** A WebSocket class whose sockets can be broken on purpose, and the hand that breaks them. */
export interface BreakableWebSocket extends ConnectionBreaker {
  readonly WebSocket: WebSocketConstructor;
}

type Listener = (event: { type: string }) => void;
interface NativeSocket {
  readyState: number;
  bufferedAmount: number;
  binaryType: unknown;
  send(data: unknown): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: string, listener: Listener): void;
}

/**
 * Wraps a WebSocket class for `<HeartbeatDevtools breaker>`: real connections, with a network that is as bad as you like.
 * @param native what to wrap; by default the platform's, looked up at each dial
 * @example
 * const breakable = createBreakableWebSocket();
 * useHeartbeatSocket(url, { WebSocket: breakable.WebSocket });
 */
export function createBreakableWebSocket(native?: WebSocketConstructor): BreakableWebSocket {
  const weather = { delayMs: 0, isSilent: false };
  const live = new Set<{ readonly reset: () => void }>();

  class Breakable {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;

    readonly #native: NativeSocket;
    readonly #listeners = new Map<string, Set<Listener>>();
    #isReset = false;

    constructor(url: string, protocols?: string | string[]) {
      this.#native = new (native ?? WebSocket)(url, protocols);
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
    get binaryType(): unknown {
      return this.#native.binaryType;
    }
    set binaryType(type: unknown) {
      this.#native.binaryType = type;
    }
    send(data: unknown): void {
      if (!weather.isSilent) this.#native.send(data);
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
        if (!this.#isReset && !weather.isSilent) this.#tell(event);
      };
      if (weather.delayMs > 0) setTimeout(arrive, weather.delayMs);
      else arrive();
    }
    #tell(event: { type: string }): void {
      this.#listeners.get(event.type)?.forEach((listener) => listener(event));
    }
  }

  return {
    WebSocket: Breakable,
    drop: () => live.forEach((socket) => socket.reset()),
    delay: (ms) => void (weather.delayMs = ms),
    silence: () => void (weather.isSilent = true),
    speak: () => void (weather.isSilent = false),
  };
}
