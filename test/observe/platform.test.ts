import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { EventSource } from 'eventsource';
import { describe, expect, it, onTestFinished } from 'vitest';
import { observeEventSource, observeWebSocket } from '../../src/observe/index.js';
import { countListeners } from '../support/observe/countListeners.js';
import { startWsServer } from '../support/observe/wsServer.js';
import { describeObserver } from '../support/observe/observerContract.js';
import type { ObservedServer } from '../support/observe/observedWorld.js';
import { waitFor } from '../support/waitFor.js';

const RETRY_MS = 150;

describeObserver('a plain WebSocket', {
  serve: (port) => startWsServer(port, () => {}),
  knowsNextAttempt: false,
  create: (port) => {
    let socket: WebSocket;
    let timer: NodeJS.Timeout | undefined;
    let isEnded = false;
    let counts: () => unknown;
    const dial = (): void => {
      clearTimeout(timer);
      socket = new WebSocket(`ws://127.0.0.1:${port}`);
      const dialLater = (): void => {
        clearTimeout(timer);
        if (!isEnded) timer = setTimeout(dial, RETRY_MS);
      };
      const own = socket;
      const lost = ({ code }: Partial<CloseEvent>): void => {
        if (own === socket && code !== 1005) dialLater();
      };
      socket.addEventListener('close', lost);
      // Node's own WebSocket may tell of an error only.
      socket.addEventListener('error', () => lost({}));
      counts = countListeners(socket);
    };
    dial();
    return {
      observe: () =>
        observeWebSocket(() => socket, {
          lostAfterMs: 300,
          reconnect: () => {
            const before = socket;
            dial();
            before.close();
          },
        }),
      isOpen: () => socket.readyState === WebSocket.OPEN,
      listeners: () => [counts(), Object.hasOwn(socket, 'close')],
      end: () => {
        isEnded = true;
        clearTimeout(timer);
        socket.close();
      },
    };
  },
});

async function serveEvents(port: number): Promise<ObservedServer> {
  const server = createServer((request, response) => {
    if (request.url === '/refused') return void response.writeHead(403).end();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`retry: ${RETRY_MS}\ndata: hello\n\n`);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      server.closeAllConnections();
      if (server.listening) await new Promise((closed) => server.close(closed));
    },
  };
}

describeObserver('an EventSource', {
  serve: serveEvents,
  knowsNextAttempt: false,
  create: (port) => {
    let source: EventSource;
    let counts: () => unknown;
    const dial = (): void => {
      source = new EventSource(`http://127.0.0.1:${port}/`);
      counts = countListeners(source);
    };
    dial();
    return {
      observe: () =>
        observeEventSource(() => source, {
          lostAfterMs: 300,
          reconnect: () => {
            source.close();
            dial();
          },
        }),
      isOpen: () => source.readyState === source.OPEN,
      listeners: () => [counts(), Object.hasOwn(source, 'close')],
      end: () => source.close(),
    };
  },
});

describe('an EventSource that is refused', () => {
  it('has failed, because browsers do not try again', async () => {
    const server = await serveEvents(0);
    onTestFinished(() => server.stop());
    const source = new EventSource(`http://127.0.0.1:${server.port}/refused`);
    const connection = observeEventSource(source);
    await waitFor('the refusal', () => connection.store.getState().status === 'failed');
    expect(connection.store.getState().cause).toBe('refused');
    connection.destroy();
  });
});

describe('a WebSocket that the app closes', () => {
  it('is closed in the same tick', async () => {
    const server = await startWsServer(0, () => {});
    onTestFinished(() => server.stop());
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}`);
    const connection = observeWebSocket(() => socket);
    await waitFor('open', () => connection.store.getState().status === 'open');
    socket.close();
    expect(connection.store.getState()).toMatchObject({ status: 'closed', cause: 'manual' });
    connection.destroy();
    expect(Object.hasOwn(socket, 'close')).toBe(false);
  });
});
