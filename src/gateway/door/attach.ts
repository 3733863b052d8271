import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ClientAddress } from './clientAddress.js';
import { OPEN, type PeerSocket, type SocketServer } from '../peerSocket.js';
import { refuseUpgrade } from './refusal.js';
import type { Doorkeeper } from './doorkeeper.js';

/** Where a gateway gets its sockets from: the upgrades of a server, its own or not, or somebody's `WebSocketServer`. */
export interface Place {
  readonly server: Server | null;
  readonly wss: SocketServer | undefined;
  /** Null with `wss`. */
  readonly doorkeeper: Doorkeeper | null;
  readonly clientAddress: ClientAddress;
}

/** Takes sockets from now on; returns the way to stop. Those of a `wss` come to `adopt`, with their request if it is known. */
export function attach(
  { server, wss, doorkeeper, clientAddress }: Place,
  adopt: (socket: PeerSocket, remote: string, request: IncomingMessage | null) => void,
): () => void {
  if (wss !== undefined) {
    return attachToSocketServer(wss, clientAddress, {
      adopt: (socket, request, remote) => adopt(socket, remote, request),
      adoptLate: (socket) => adopt(socket, 'unknown', null),
    });
  }
  return server && doorkeeper ? attachToServer(server, doorkeeper) : () => {};
}

/** Takes the upgrades of one path of a server; returns the way to stop. */
function attachToServer(server: Server, doorkeeper: Doorkeeper): () => void {
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if ((request.url ?? '').split('?', 1)[0] === doorkeeper.path) return doorkeeper.handle(request, socket, head);
    // Another's upgrade (a dev server's hot reload, say) is another's. With nobody else there it would hang for ever.
    if (server.listenerCount('upgrade') === 1) refuseUpgrade(socket, 404);
  };
  server.on('upgrade', onUpgrade);
  return () => void server.off('upgrade', onUpgrade);
}

/** What becomes of the sockets of a `WebSocketServer` that is not ours. */
interface Adopter {
  /** A socket with the request it came by. Hearing of the same one twice must do no harm. */
  adopt(socket: PeerSocket, request: IncomingMessage, remote: string): void;
  /** A socket that was there before us: its request is gone. */
  adoptLate(socket: PeerSocket): void;
}

/** Watches the sockets of a `WebSocketServer`, those it has already included; returns the way to stop. */
function attachToSocketServer(wss: SocketServer, clientAddress: ClientAddress, adopter: Adopter): () => void {
  const known = new WeakSet<PeerSocket>();
  const adopt = (socket: PeerSocket, request: IncomingMessage): void => {
    if (known.has(socket)) return;
    known.add(socket);
    adopter.adopt(socket, request, clientAddress(request));
  };
  // With `noServer`, 'connection' is emitted by the application's own code, or forgotten there; then a gateway that
  // waits for it would watch nobody (https://github.com/websockets/ws/issues/2157). 'headers' always comes, and the
  // socket joins `clients` right after it, in the same tick.
  const onHeaders = (_headers: string[], request: IncomingMessage): void =>
    queueMicrotask(() => {
      for (const socket of wss.clients ?? []) if (socket.readyState === OPEN) adopt(socket, request);
    });
  for (const socket of wss.clients ?? []) {
    known.add(socket);
    if (socket.readyState === OPEN) adopter.adoptLate(socket);
  }
  wss.on('connection', adopt);
  wss.on('headers', onHeaders);
  return () => {
    wss.off('connection', adopt);
    wss.off('headers', onHeaders);
  };
}
