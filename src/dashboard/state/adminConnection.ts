import type { WebSocketConstructor } from '../../client/index.js';
import * as closeCodes from '../../protocol/closeCodes.js';
import { encodePong } from '../../protocol/frames.js';
import { parseFrame } from '../../protocol/parse.js';
import type { ReadOutcome } from './dashboardStore.js';

type Listener = (event: Event) => void;

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 3;

/**
 * The admin interface seen as a WebSocket: opening it and every ping read the gateway once, and the answer is the pong. So
 * the page reconnects by the rules of our own client, and shows our own banner when the gateway goes away. Dial it with
 * `diagnose: false`: a failed dial has asked the gateway already.
 */
export function createAdminConnection(read: () => Promise<ReadOutcome>): WebSocketConstructor {
  return class AdminConnection {
    readonly bufferedAmount = 0;
    binaryType = 'blob';
    readyState = CONNECTING;
    readonly #listeners = new Map<string, Set<Listener>>();

    constructor() {
      void read().then((outcome) => {
        if (this.readyState !== CONNECTING) return;
        if (outcome !== 'read') return this.#end(outcome);
        this.readyState = OPEN;
        this.#tell(new Event('open'));
        // The first frame shows that the connection is one.
        this.#tell(new MessageEvent('message', { data: encodePong() }));
      });
    }

    send(data: string): void {
      const frame = parseFrame(data);
      if (frame.kind !== 'ping') return;
      void read().then((outcome) => {
        if (this.readyState !== OPEN) return;
        if (outcome === 'read') this.#tell(new MessageEvent('message', { data: encodePong(frame.id) }));
        else this.#end(outcome);
      });
    }

    close(code = closeCodes.normal, reason = ''): void {
      if (this.readyState !== CLOSED) this.#close(code, reason, true);
    }

    addEventListener(type: string, listener: Listener): void {
      const listeners = this.#listeners.get(type) ?? new Set();
      this.#listeners.set(type, listeners.add(listener));
    }

    removeEventListener(type: string, listener: Listener): void {
      this.#listeners.get(type)?.delete(listener);
    }

    #end(outcome: Exclude<ReadOutcome, 'read'>): void {
      if (outcome === 'unauthorized') {
        // A close before the open would count as a failed dial, and be tried again.
        if (this.readyState === CONNECTING) {
          this.readyState = OPEN;
          this.#tell(new Event('open'));
        }
        return this.#close(closeCodes.unauthorized, 'the token is not accepted', true);
      }
      this.#tell(new Event('error'));
      this.#close(closeCodes.abnormal, '', false);
    }

    #close(code: number, reason: string, wasClean: boolean): void {
      this.readyState = CLOSED;
      this.#tell(new CloseEvent('close', { code, reason, wasClean }));
    }

    #tell(event: Event): void {
      for (const listener of this.#listeners.get(event.type) ?? []) listener(event);
    }
  };
}
