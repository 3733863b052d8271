/* oxlint-disable typescript/no-unnecessary-type-conversion, typescript/no-unnecessary-type-assertion, eslint/no-underscore-dangle -- enums of the clients, types of their older versions, names of their own */
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { expect, it } from 'vitest';
import { observeSocketIo } from '../../src/observe/index.js';
import { listenerCounts } from '../support/observe/listenerCounts.js';
import { describeObserver } from '../support/observe/observerContract.js';
import { hasPythonSocketIo, servePython } from '../support/observe/pythonSocketIo.js';
import type { ClientKind, ObservedServer } from '../support/observe/observedWorld.js';

// The older versions have no types that `import` finds.
const require = createRequire(import.meta.url);

async function serve(port: number): Promise<ObservedServer> {
  const http = createServer();
  const server = new Server(http, { pingInterval: 300, pingTimeout: 300 });
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');
  return {
    port: (http.address() as AddressInfo).port,
    stop: async () => {
      server.engine.close();
      http.closeAllConnections();
      if (http.listening) await new Promise((closed) => http.close(closed));
    },
  };
}

const create =
  (dial: typeof io): ClientKind['create'] =>
  (port) => {
    const socket = dial(`http://127.0.0.1:${port}`, {
      forceNew: true,
      transports: ['websocket'],
      reconnectionDelay: 100,
      reconnectionDelayMax: 500,
    });
    return {
      observe: () => observeSocketIo(socket, { lostAfterMs: 300 }),
      isOpen: () => socket.connected,
      listeners: () => [
        listenerCounts(socket, ['connect', 'disconnect', 'connect_error']),
        listenerCounts(socket.io, ['reconnect_attempt', 'error', 'reconnect_failed', 'close']),
        (socket.io as unknown as { backoff: { duration: unknown } }).backoff.duration,
        Object.hasOwn(socket.io, 'open'),
      ],
      end: () => socket.disconnect(),
    };
  };

const kind = { knowsNextAttempt: true, noticesSilenceMs: 600, serve } as const;
describeObserver('socket.io-client 4', { ...kind, create: create(io) });
describeObserver('socket.io-client 3', { ...kind, create: create(require('socket.io-client-3').io as typeof io) });
if (hasPythonSocketIo()) {
  describeObserver('socket.io-client 4 and python3-socketio', {
    ...kind,
    noticesSilenceMs: 2_000,
    serve: servePython,
    create: create(io),
  });
}

it('says that version 2 is too old', () => {
  const socket = require('socket.io-client-2')('http://127.0.0.1:9', {
    autoConnect: false,
  }) as never;
  expect(() => observeSocketIo(socket)).toThrow('socket.io-client 3 or 4');
});
