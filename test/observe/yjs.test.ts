/* oxlint-disable typescript/no-unnecessary-type-conversion, typescript/no-unnecessary-type-assertion, eslint/no-underscore-dangle -- enums of the clients, types of their older versions, names of their own */
import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { Server } from '@hocuspocus/server';
import * as older from 'hocuspocus-2';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import { WebsocketProvider as WebsocketProvider2 } from 'y-websocket-2';
import { Doc } from 'yjs';
import { observeHocuspocus, observeYWebsocket } from '../../src/observe/index.js';
import { describeObserver, describeOlderClient } from '../support/observe/observerContract.js';
import type { ClientKind } from '../support/observe/observedWorld.js';
import { startWsServer } from '../support/observe/wsServer.js';

/** The server that came with version 2 has no types. */
const { setupWSConnection } = createRequire(import.meta.url)('y-websocket-2/bin/utils') as {
  setupWSConnection: (socket: WebSocket, request: IncomingMessage) => void;
};

const hocuspocus: ClientKind['serve'] = async (port) => {
  const server = new Server({ port, address: '127.0.0.1', quiet: true, stopOnSignals: false });
  await server.listen();
  return {
    port: server.address.port,
    stop: async () => {
      server.webSocketServer.clients.forEach((socket) => socket.terminate());
      server.httpServer.closeAllConnections();
      await server.destroy();
    },
  };
};

const createHocuspocus =
  (Websocket: typeof HocuspocusProviderWebsocket, Provider: typeof HocuspocusProvider): ClientKind['create'] =>
  (port) => {
    const socket = new Websocket({
      url: `ws://127.0.0.1:${port}`,
      WebSocketPolyfill: QuietWebSocket,
      delay: 150,
      minDelay: 100,
      maxDelay: 300,
      messageReconnectTimeout: 1_000,
    });
    // Version 2 says nothing to a server of version 3 without a token.
    const provider = new Provider({ websocketProvider: socket, name: 'doc', document: new Doc(), token: 'any' });
    // Version 2 is attached already.
    (provider as Partial<HocuspocusProvider>).attach?.();
    // Awareness keeps a connection alive that nothing else is said on.
    const beat = setInterval(() => provider.setAwarenessField('beat', Date.now()), 200);
    return {
      observe: () => observeHocuspocus(provider, { lostAfterMs: 300 }),
      isOpen: () => String(socket.status) === 'connected',
      listeners: () => [
        Object.entries(socket.callbacks as Record<string, unknown[]>).map(([event, list]) => [event, list.length]),
        Object.hasOwn(socket, 'disconnect'),
      ],
      end: () => {
        clearInterval(beat);
        provider.destroy();
        socket.destroy();
      },
    };
  };

describeObserver('Hocuspocus 3', {
  knowsNextAttempt: 'first',
  noticesSilenceMs: 2_000,
  serve: hocuspocus,
  create: createHocuspocus(HocuspocusProviderWebsocket, HocuspocusProvider),
});
describeOlderClient('Hocuspocus 2', {
  knowsNextAttempt: 'first',
  serve: hocuspocus,
  create: createHocuspocus(older.HocuspocusProviderWebsocket as never, older.HocuspocusProvider as never),
});

/** The provider closes sockets that still connect, which `ws` calls an error. */
class QuietWebSocket extends WebSocket {
  constructor(url: string) {
    super(url);
    this.on('error', () => {});
  }
}

const yServer: ClientKind['serve'] = (port) =>
  startWsServer(port, (server) => {
    server.on('connection', (socket, request) => {
      socket.on('error', () => {});
      setupWSConnection(socket, request);
    });
  });

const createYWebsocket =
  (Provider: typeof WebsocketProvider): ClientKind['create'] =>
  (port) => {
    const provider = new Provider(`ws://127.0.0.1:${port}`, 'room', new Doc(), {
      WebSocketPolyfill: WebSocket as never,
      disableBc: true,
      maxBackoffTime: 400,
    });
    return {
      observe: () => observeYWebsocket(provider, { lostAfterMs: 300 }),
      isOpen: () => provider.wsconnected,
      listeners: () => [
        [...(provider as unknown as { _observers: Map<string, Set<unknown>> })._observers]
          .map(([event, set]) => [event, set.size])
          .toSorted(([one], [other]) => String(one).localeCompare(String(other))),
        Object.hasOwn(provider, 'disconnect'),
      ],
      end: () => provider.destroy(),
    };
  };

describeObserver('y-websocket 3', {
  knowsNextAttempt: true,
  // It gives up on a silent server after 30 s, and looks every 3 s.
  noticesSilenceMs: 34_000,
  serve: yServer,
  create: createYWebsocket(WebsocketProvider),
});
describeObserver('y-websocket 2', {
  knowsNextAttempt: true,
  serve: yServer,
  create: createYWebsocket(WebsocketProvider2 as never),
});
