import type { Server } from 'node:http';
import type { SocketServer } from '../peerSocket.js';
import { attachToServer } from './attachToServer.js';
import { attachToSocketServer } from './attachToSocketServer.js';
import type { ClientAddress } from '../http/clientAddress.js';
import type { Arrival, Doorkeeper } from '../door/doorkeeper.js';

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
