import type { Buffer } from 'node:buffer';
import type { CloseReason } from '../views.js';
import * as closeCodes from '../../protocol/closeCodes.js';
import { MAX_CLOSE_REASON_BYTES } from '../../protocol/frames.js';
import type { GatewayClock } from '../clock.js';
import type { PeerSocket } from '../peerSocket.js';
import { printable } from '../telemetry/printable.js';

/** Errors of `ws` after which it closes with 1009, or 1008 for too many fragments (ws, doc/ws.md, "WS Error Codes"). */
const TOO_LARGE = new Set([
  'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH',
  'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH',
  'WS_ERR_TOO_MANY_BUFFERED_PARTS',
]);

/** The end of one connection: its reason, and the timer that terminates a close without an answer. */
export class Ending {
  readonly #socket: PeerSocket;
  readonly #clock: GatewayClock;
  readonly #closeTimeoutMs: number;
  #reason: CloseReason | null = null;
  #isOver = false;
  #timer: unknown = null;

  constructor(socket: PeerSocket, clock: GatewayClock, closeTimeoutMs: number) {
    this.#socket = socket;
    this.#clock = clock;
    this.#closeTimeoutMs = closeTimeoutMs;
  }

  /** The socket is closed. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Closes politely, and terminates after `closeTimeoutMs`. The first reason that is given counts. */
  close(code: number, why: string, reason: CloseReason): void {
    if (this.#isOver || this.#reason !== null) return;
    this.#reason = reason;
    this.#socket.close(code, why);
    this.#terminateLater();
  }

  terminate(reason: CloseReason): void {
    this.#reason ??= reason;
    this.#socket.terminate();
  }

  /** `ws` found a fault and has begun to close with the code for it. The peer need not answer. */
  failed(error: Error): void {
    const code = 'code' in error ? String(error.code) : '';
    if (TOO_LARGE.has(code)) {
      this.#reason ??= 'too_large';
    } else if (code.startsWith('WS_ERR_')) {
      this.#reason ??= 'protocol_error';
    }
    this.#terminateLater();
  }

  /** The socket has closed. Returns why, or null on a second call. */
  closed(code: number): CloseReason | null {
    if (this.#isOver) return null;
    this.#isOver = true;
    this.#clock.clearTimeout(this.#timer);
    return this.#reason ?? reasonOf(code);
  }

  #terminateLater(): void {
    this.#timer ??= this.#clock.setTimeout(() => this.#socket.terminate(), this.#closeTimeoutMs);
  }
}

/** A close as it is recorded. The peer's own words are escaped. */
export const describeClose = (code: number, reason: Buffer): { code: number; reason: string; wasClean: boolean } => ({
  code,
  reason: printable(reason.toString(), MAX_CLOSE_REASON_BYTES),
  wasClean: code !== closeCodes.abnormal,
});

function reasonOf(code: number): CloseReason {
  if (code === closeCodes.normal || code === closeCodes.goingAway || code === 1005) return 'normal';
  return code === closeCodes.abnormal ? 'abnormal' : 'application';
}
