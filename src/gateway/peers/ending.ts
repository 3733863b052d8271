import type { Buffer } from 'node:buffer';
import type { CloseReason } from '../views.js';
import * as closeCodes from '../../protocol/closeCodes.js';
import { MAX_CLOSE_REASON_BYTES } from '../../protocol/frames.js';
import type { Clock } from '../clock.js';
import type { PeerSocket } from '../peerSocket.js';
import { printable } from '../telemetry/printable.js';

/** Errors of `ws` after which it closes with 1009, or 1008 for too many fragments (ws, doc/ws.md, "WS Error Codes"). */
const TOO_LARGE = new Set([
  'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH',
  'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH',
  'WS_ERR_TOO_MANY_BUFFERED_PARTS',
]);

/** How one connection ends: who began it, for which reason, and that it is over in time. */
export class Ending {
  readonly #socket: PeerSocket;
  readonly #clock: Clock;
  readonly #closeTimeoutMs: number;
  #reason: CloseReason | null = null;
  #isOver = false;
  #timer: unknown = null;

  constructor(socket: PeerSocket, clock: Clock, closeTimeoutMs: number) {
    this.#socket = socket;
    this.#clock = clock;
    this.#closeTimeoutMs = closeTimeoutMs;
  }

  /** The socket is closed. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Polite, then final after `closeTimeoutMs`: a peer that does not answer holds nothing. */
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

  /** `ws` found a fault and has begun a close with the code for it. A peer that sent garbage need not answer it. */
  failed(error: Error): void {
    const code = 'code' in error ? String(error.code) : '';
    if (TOO_LARGE.has(code)) {
      this.#reason ??= 'too_large';
    } else if (code.startsWith('WS_ERR_')) {
      this.#reason ??= 'protocol_error';
    }
    this.#terminateLater();
  }

  /** The socket closed. Returns why, or null if that was told before. */
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

/** A close as it is recorded: what a peer wrote into its frame is its own affair, and no part of ours. */
export const describeClose = (code: number, reason: Buffer): { code: number; reason: string; wasClean: boolean } => ({
  code,
  reason: printable(reason.toString(), MAX_CLOSE_REASON_BYTES),
  wasClean: code !== closeCodes.abnormal,
});

function reasonOf(code: number): CloseReason {
  if (code === closeCodes.normal || code === closeCodes.goingAway || code === 1005) return 'normal';
  return code === closeCodes.abnormal ? 'abnormal' : 'application';
}
