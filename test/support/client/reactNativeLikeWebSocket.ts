import { WebSocket } from 'ws';

type Listener = (event: object) => void;

/**
 * A WebSocket as React Native has it: `close` wants code and reason, events are plain objects of its own, and its close
 * event does not say whether it was clean. Speaks over `ws`.
 */
export class ReactNativeLikeWebSocket {
  static readonly CLOSING = 2;
  readonly #socket: WebSocket;
  readonly #listeners: Record<string, Set<Listener>> = {};
  binaryType: unknown = undefined;

  constructor(url: string, protocols?: string | string[]) {
    this.#socket = new WebSocket(url, protocols);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.on('open', () => this.#tell('open', {}));
    this.#socket.on('message', (data, isBinary) =>
      this.#tell('message', { data: isBinary ? data : Buffer.from(data as ArrayBuffer).toString() }),
    );
    this.#socket.on('error', ({ message }) => this.#tell('error', { message }));
    this.#socket.on('close', (code, reason) => this.#tell('close', { code, reason: String(reason) }));
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount;
  }

  send(data: string): void {
    this.#socket.send(data);
  }

  close(code: number, reason: string): void {
    if (typeof code !== 'number' || typeof reason !== 'string') {
      throw new TypeError('Value for code or reason cannot be cast from undefined');
    }
    this.#socket.close(code, reason);
  }

  addEventListener(type: string, listener: Listener): void {
    (this.#listeners[type] ??= new Set()).add(listener);
  }

  removeEventListener(type: string, listener: Listener): void {
    this.#listeners[type]?.delete(listener);
  }

  #tell(type: string, details: object): void {
    for (const listener of this.#listeners[type] ?? []) listener({ type, ...details });
  }
}
