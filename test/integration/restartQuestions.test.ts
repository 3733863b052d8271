import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createHeartbeatSocket } from '../../src/client/createHeartbeatSocket.js';
import { startServer } from '../support/gateway/gateways.js';
import { waitFor } from '../support/waitFor.js';

const COUNT = 1_000;

it('1 000 clients of a server that restarts ask once each why, after a second, and not all at once', async () => {
  const askedAt: number[] = [];
  // As behind a load balancer while the server restarts: every upgrade and every question gets a 503.
  const { server, port } = await startServer(
    createServer((_, response) => {
      askedAt.push(performance.now());
      response.writeHead(503).end();
    }),
  );
  server.on('upgrade', (_request, socket) => {
    // A client that was told already may be gone before it has read all of it.
    socket.on('error', () => {});
    socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
  });

  const startedAt = performance.now();
  const sockets = Array.from({ length: COUNT }, () =>
    createHeartbeatSocket(`ws://127.0.0.1:${port}/ws`, { WebSocket, reconnect: { maxAttempts: 3 } }),
  );
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
  sockets.forEach((socket) => socket.connect());
  await waitFor(
    'all to have given up',
    () => sockets.every((socket) => socket.store.getState().status === 'failed'),
    50_000,
  );

  expect(askedAt.length).toBeLessThanOrEqual(COUNT);
  expect(askedAt.length).toBeGreaterThan(COUNT * 0.9);
  expect(Math.min(...askedAt) - startedAt).toBeGreaterThanOrEqual(1_000);
  const perTenth = new Map<number, number>();
  for (const at of askedAt) perTenth.set(Math.floor(at / 100), (perTenth.get(Math.floor(at / 100)) ?? 0) + 1);
  expect(perTenth.size).toBeGreaterThan(5);
  expect(Math.max(...perTenth.values())).toBeLessThan(COUNT / 2);
}, 60_000);
