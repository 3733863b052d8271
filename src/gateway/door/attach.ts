import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { OPEN, type PeerSocket, type SocketServer } from '../peerSocket.js';
import type { ClientAddress } from './clientAddress.js';
import type { Arrival, Doorkeeper } from './doorkeeper.js';
import { refuseUpgrade } from './refusal.js';

/** Where sockets come from: the upgrades of a server, or a `WebSocketServer` of the application. */
export interface Place {
  readonly server: Server | null;
  readonly wss: SocketServer | undefined;
  /** Null with `wss`. */
  readonly doorkeeper: Doorkeeper | null;
  readonly clientAddress: ClientAddress;
}

/** Takes sockets from now on; returns the way to stop. */
export function attach(
  { server, wss, doorkeeper, clientAddress }: Place,
  onArrival: (arrival: Arrival) => void,
): () => void {
  if (wss !== undefined) return attachToSocketServer(wss, clientAddress, onArrival);
  return server && doorkeeper ? attachToServer(server, doorkeeper, onArrival) : () => {};
}

/** Takes the upgrades of one path of a server; returns the way to stop. */
function attachToServer(server: Server, doorkeeper: Doorkeeper, onArrival: (arrival: Arrival) => void): () => void {
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if ((request.url ?? '').split('?', 1)[0] === doorkeeper.path) {
      return doorkeeper.handle(request, socket, head, onArrival);
    }
    // Other paths belong to other handlers (a dev server's hot reload). Without one, the upgrade would hang for ever.
    if (server.listenerCount('upgrade') === 1) refuseUpgrade(socket, 404);
  };
  server.on('upgrade', onUpgrade);
  return () => void server.off('upgrade', onUpgrade);
}

/** Watches the sockets of a `WebSocketServer`, including those it has already; returns the way to stop. */
function attachToSocketServer(
  wss: SocketServer,
  clientAddress: ClientAddress,
  onArrival: (arrival: Arrival) => void,
): () => void {
  const known = new WeakSet<PeerSocket>();
  const adopt = (socket: PeerSocket, request: IncomingMessage): void => {
    if (known.has(socket)) return;
    known.add(socket);
    onArrival({ socket, request, remote: clientAddress(request), data: undefined, tookMs: 0 });
  };
  // With `noServer`, the application itself emits 'connection', or forgets to; a gateway that waited for it would watch
  // no socket at all (https://github.com/websockets/ws/issues/2157). 'headers' always comes, and the socket joins
  // `clients` right after it, in the same tick.
  const onHeaders = (_headers: string[], request: IncomingMessage): void =>
    queueMicrotask(() => {
      for (const socket of wss.clients ?? []) if (socket.readyState === OPEN) adopt(socket, request);
    });
  for (const socket of wss.clients ?? []) {
    known.add(socket);
    if (socket.readyState !== OPEN) continue;
    onArrival({ socket, request: null, remote: 'unknown', data: undefined, tookMs: 0 });
  }
  wss.on('connection', adopt);
  wss.on('headers', onHeaders);
  return () => {
    wss.off('connection', adopt);
    wss.off('headers', onHeaders);
  };
}
