import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { retryAfterSeconds } from '../http/waits.js';
import type { RefusalReason } from '../views.js';

/** A request that gets no socket: the reason, and the answer. */
export interface Refusal {
  readonly status: number;
  readonly reason: RefusalReason;
  /** For the log: what to do about it. */
  readonly message?: string | undefined;
  /** When to ask again. */
  readonly retryAfterMs?: number | undefined;
  /** The message holds no more than the client sent, and helps the person who set the gateway up: it is the body as well. */
  readonly isToldToClient?: boolean;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What the screening can refuse a request for: by its rules, or because the gateway ends. */
export interface ScreeningRefusal extends Refusal {
  readonly reason: Exclude<RefusalReason, 'invalid_handshake' | 'upgrade_missing' | 'unknown_path' | 'taken'>;
}

/** A peer that resets the connection while it is being refused must not end the process. */
export const ignoreSocketError = (): void => {};

/** Answers an upgrade with an HTTP status instead of a socket, and ends the connection. */
export function refuseUpgrade(socket: Duplex, refusal: Refusal): void {
  const { status, message, isToldToClient = false, retryAfterMs } = refusal;
  socket.on('error', ignoreSocketError);
  const body = `${(isToldToClient ? message : undefined) ?? STATUS_CODES[status] ?? ''}\n`;
  const headers: Readonly<Record<string, string>> = {
    ...refusal.headers,
    ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    ...(retryAfterMs === undefined ? {} : { 'Retry-After': retryAfterSeconds(retryAfterMs) }),
  };
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    'X-Content-Type-Options: nosniff',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  // The socket is destroyed once the answer is written, so that a peer that keeps its side open holds no memory here.
  socket.once('finish', () => socket.destroy());
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
