import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { startNginx, type Nginx } from './nginx.js';

let server: WebSocketServer;
let nginx: Nginx | undefined;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
  await once(server, 'listening');
  nginx = await startNginx({ upstreamPort: (server.address() as AddressInfo).port, readTimeoutSeconds: 1 });
});

afterEach(async () => {
  await nginx?.stop();
  server.clients.forEach((socket) => socket.terminate());
  await new Promise((closed) => server.close(closed));
});

it('proxies a WebSocket, and cuts it when it was idle for proxy_read_timeout', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${nginx?.port}/any/path`);
  await once(socket, 'open');
  socket.send('echo');
  const [data] = (await once(socket, 'message')) as [Buffer];
  expect(String(data)).toBe('echo');
  const idleSince = performance.now();
  const [code] = (await once(socket, 'close')) as [number];
  expect(code).toBe(1006);
  expect(performance.now() - idleSince).toBeGreaterThan(900);
});

it('stops twice without complaint, and leaves nothing listening', async () => {
  await nginx?.stop();
  await nginx?.stop();
  await expect(fetch(`http://127.0.0.1:${nginx?.port}/.answers`)).rejects.toThrow('fetch failed');
});
