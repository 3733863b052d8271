import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Arrival, Doorkeeper } from '../door/doorkeeper.js';
import { handBack } from './handBack.js';
import { isFor, offersWebSocket } from '../http/requestTarget.js';

/** Marks our listeners, those of another copy of this package included, and tells which upgrades each one takes. */
const TAKES = Symbol.for('heartbeat-socket.takes');

interface UpgradeListener {
  (request: IncomingMessage, socket: Duplex, head: Buffer): void;
  [TAKES]?: (request: IncomingMessage) => boolean;
}

/** Takes the upgrades of one path of a server, and of its aliases; returns the way to stop. */
export function attachToServer(
  server: Server,
  doorkeeper: Doorkeeper,
  onArrival: (arrival: Arrival) => void,
): () => void {
  const takes = (request: IncomingMessage): boolean => offersWebSocket(request) && isFor(request, doorkeeper.path);

  const onUpgrade: UpgradeListener = (request, socket, head) => {
    if (takes(request)) return doorkeeper.handle(request, socket, head, onArrival);
    const listeners = server.listeners('upgrade') as UpgradeListener[];
    // Other paths belong to other handlers (a dev server's hot reload, another gateway). Where there is none, the last
    // gateway answers: the request would hang for ever otherwise.
    const isForAnother = listeners.some(({ [TAKES]: taken }) => taken === undefined || taken(request));
    if (isForAnother || listeners.at(-1) !== onUpgrade) return;
    if (offersWebSocket(request)) doorkeeper.refuseUnknownPath(request, socket);
    else handBack(server, request, socket, head);
  };
  onUpgrade[TAKES] = takes;
  server.on('upgrade', onUpgrade);
  return () => void server.off('upgrade', onUpgrade);
}
