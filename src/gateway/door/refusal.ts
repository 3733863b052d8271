import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** A peer that resets the connection while it is being refused must not end the process. */
export const ignoreSocketError = (): void => {};

/** Answers an upgrade with an HTTP status instead of a socket, and ends the connection. */
export function refuseUpgrade(socket: Duplex, status: number, headers: Readonly<Record<string, string>> = {}): void {
  socket.on('error', ignoreSocketError);
  const body = `${STATUS_CODES[status] ?? ''}\n`;
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: text/plain',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  // Destroyed once the answer is written, so that a peer that keeps its side open holds no memory here.
  socket.once('finish', () => socket.destroy());
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
