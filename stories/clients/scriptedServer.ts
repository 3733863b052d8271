import { eventStream } from './eventStream.js';
import type { Speak } from './speakers.js';

const NOTHING = new Uint8Array();

/** A server in the page that speaks the handshake of a foreign client, and the WebSocket class that reaches it. */
export function createScriptedServer(speak: Speak) {
  const open = new Set<PageSocket>();
  let isDown = false;

  class PageSocket extends EventTarget {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;
    readonly CONNECTING = 0;
    readonly OPEN = 1;
    readonly CLOSING = 2;
    readonly CLOSED = 3;
    readyState = 0;
    readonly bufferedAmount = 0;
    readonly protocol: string;
    binaryType = 'blob';
    onopen: ((event: Event) => void) | null = null;
    onmessage: ((event: Event) => void) | null = null;
    onerror: ((event: Event) => void) | null = null;
    onclose: ((event: Event) => void) | null = null;
    private answer: ReturnType<Speak> = () => {};

    constructor(
      readonly url: string,
      protocols?: string | string[],
    ) {
      super();
      this.protocol = [protocols ?? ''].flat()[0] ?? '';
      setTimeout(() => {
        if (this.readyState !== 0) return;
        if (isDown) return this.end(1006, false);
        open.add(this);
        this.readyState = 1;
        this.answer = speak((message) => {
          const isWhole = typeof message === 'string' || message instanceof ArrayBuffer;
          const data = isWhole ? message : JSON.stringify(message);
          setTimeout(() => this.readyState === 1 && this.tell(new MessageEvent('message', { data }), 'onmessage'), 20);
        });
        this.tell(new Event('open'), 'onopen');
      }, 150);
    }

    send(data: string | ArrayBuffer | Uint8Array): void {
      // The clients of binary protocols hand over views into larger buffers.
      this.answer(typeof data === 'string' ? data : '', typeof data === 'string' ? NOTHING : new Uint8Array(data));
    }

    close(code = 1000): void {
      if (this.readyState < 2) this.end(code, true);
    }

    end(code: number, wasClean: boolean): void {
      this.readyState = 3;
      open.delete(this);
      this.tell(new CloseEvent('close', { code, wasClean }), 'onclose');
    }

    private tell(event: Event, handler: 'onopen' | 'onmessage' | 'onclose'): void {
      this[handler]?.(event);
      this.dispatchEvent(event);
    }
  }

  const streams = eventStream(() => isDown);
  return {
    WebSocket: PageSocket as unknown as typeof WebSocket,
    fetch: streams.fetch,
    drop: () => {
      open.forEach((socket) => socket.end(1006, false));
      streams.drop();
    },
    takeDown: () => void (isDown = true),
    bringBack: () => void (isDown = false),
  };
}

/** What the clients of a story reach. */
export type PageServer = ReturnType<typeof createScriptedServer>;
