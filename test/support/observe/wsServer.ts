import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { ObservedServer } from './observedWorld.js';

/** A WebSocket server on loopback. `set` makes it speak a client's protocol. */
export async function startWsServer(
  port: number,
  set: (server: WebSocketServer) => void,
  options: ConstructorParameters<typeof WebSocketServer>[0] = {},
): Promise<ObservedServer> {
  const server = new WebSocketServer({ port, host: '127.0.0.1', ...options });
  set(server);
  await once(server, 'listening');
  const clients = (): WebSocket[] => [...server.clients];
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      clients().forEach((socket) => socket.terminate());
      await new Promise((closed) => server.close(closed));
    },
  };
}
