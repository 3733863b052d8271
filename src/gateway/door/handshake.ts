import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { PeerSocket } from '../peerSocket.js';
import type { Refusal } from './refusal.js';

/** Compressing shorter messages costs more than it saves. */
const COMPRESS_FROM_BYTES = 1_024;

/** What the sockets are given. */
export interface HandshakeRules {
  readonly maxPayload: number;
  readonly perMessageDeflate: boolean;
  readonly closeTimeoutMs: number;
}

/** Turns upgrades into sockets. `onOpen` is called at once, unless the handshake is refused or the client has gone. */
export type Handshake = (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  onOpen: (socket: PeerSocket) => void,
) => void;

/** Makes the handshakes of one gateway: a `WebSocketServer` that listens nowhere. */
export function createHandshake(
  { maxPayload, perMessageDeflate, closeTimeoutMs }: HandshakeRules,
  onInvalid: (request: IncomingMessage, socket: Duplex, refusal: Refusal) => void,
): Handshake {
  const options = {
    noServer: true,
    clientTracking: false,
    maxPayload,
    perMessageDeflate: perMessageDeflate && {
      threshold: COMPRESS_FROM_BYTES,
      // A context kept between messages takes up to 300 kB a connection. `maxPayload` bounds what a message inflates to.
      serverNoContextTakeover: true,
      clientNoContextTakeover: true,
    },
    // By default `ws` waits 30 s for the end of a close that it or the application begins.
    closeTimeout: closeTimeoutMs,
  };
  const handshakes = new WebSocketServer(options);
  // Without a listener `ws` answers by itself, and the gateway would know nothing of it.
  handshakes.on('wsClientError', ({ message }: Error, socket: Duplex, request: IncomingMessage) => {
    const headers = message.includes('Version') ? { 'Sec-WebSocket-Version': '13, 8' } : undefined;
    onInvalid(request, socket, {
      status: request.method === 'GET' ? 400 : 405,
      reason: 'invalid_handshake',
      message,
      headers,
    });
  });
  return (request, socket, head, onOpen) => handshakes.handleUpgrade(request, socket, head, onOpen);
}

/**
 * What makes a request no handshake, though it offers a WebSocket; null for one that may be. HTTP/1.0 has no upgrades, and
 * the body of a request would be read as frames.
 */
export function findFault({ httpVersionMajor, httpVersionMinor, headers }: IncomingMessage): Refusal | null {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;
  const isOld = httpVersionMajor < 1 || (httpVersionMajor === 1 && httpVersionMinor < 1);
  if (!hasBody && !isOld) return null;
  const message = hasBody ? 'An upgrade has no body' : 'An upgrade takes HTTP/1.1';
  return { status: 400, reason: 'invalid_handshake', message };
}
