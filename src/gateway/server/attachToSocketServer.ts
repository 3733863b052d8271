import type { IncomingMessage } from 'node:http';
import { OPEN, type PeerSocket, type SocketServer } from '../peerSocket.js';
import { NO_ADDRESS } from '../http/address.js';
import type { ClientAddress } from '../http/clientAddress.js';
import type { Arrival } from '../door/doorkeeper.js';

/** Watches the sockets of a `WebSocketServer`, including those it has already; returns the way to stop. */
export function attachToSocketServer(
  wss: SocketServer,
  clientAddress: ClientAddress,
  onArrival: (arrival: Arrival) => void,
): () => void {
  const known = new WeakSet<PeerSocket>();
  let isAttached = true;

  // An application that emits 'connection' itself may leave the request out, or pass something else in its place.
  const adopt = (socket: PeerSocket, given?: unknown): void => {
    // A socket that has closed meanwhile is no peer: its 'close' has passed, and it would stay in `peers` for ever.
    if (!isAttached || known.has(socket) || socket.readyState !== OPEN) return;
    known.add(socket);
    const request = isRequest(given) ? given : null;
    const remote = request ? clientAddress(request) : NO_ADDRESS;
    onArrival({ socket, request, remote, data: undefined, tookMs: 0 });
  };

  for (const socket of wss.clients ?? []) {
    known.add(socket);
    if (socket.readyState !== OPEN) continue;
    onArrival({ socket, request: null, remote: NO_ADDRESS, data: undefined, tookMs: 0 });
  }

  // With `noServer`, the application itself emits 'connection', or forgets to; a gateway that waited for it would watch no
  // socket at all (https://github.com/websockets/ws/issues/2157). Every upgrade goes through `handleUpgrade`, with or
  // without `noServer`, and only there is it certain which request a socket belongs to.
  // oxlint-disable-next-line typescript/unbound-method -- put back where it was
  const before = Object.hasOwn(wss, 'handleUpgrade') ? wss.handleUpgrade : null;
  const upgrade = wss.handleUpgrade.bind(wss);
  const handleUpgrade: SocketServer['handleUpgrade'] = (request, tcp, head, callback) =>
    upgrade(request, tcp, head, (socket, of) => {
      adopt(socket, of);
      callback(socket, of);
    });
  wss.handleUpgrade = handleUpgrade;
  // For applications that took `handleUpgrade` out of the server before the gateway came.
  wss.on('connection', adopt);
  return () => {
    isAttached = false;
    wss.off('connection', adopt);
    // Other code may have put a function of its own around ours meanwhile; ours then only passes sockets on.
    if (wss.handleUpgrade !== handleUpgrade) return;
    if (before) wss.handleUpgrade = before;
    else Reflect.deleteProperty(wss, 'handleUpgrade');
  };
}

/** By what the gateway reads of it, because a request may be of another realm, or wrapped. */
function isRequest(value: unknown): value is IncomingMessage {
  const { headers, socket } = (value ?? {}) as Partial<Record<keyof IncomingMessage, unknown>>;
  return Object(headers) === headers && Object(socket) === socket;
}
