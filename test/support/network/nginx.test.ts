import { once } from 'node:events';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startEchoServer } from './echoServer.js';
import { startNginx } from './nginx.js';

it('proxies a WebSocket, and cuts it when it was idle for proxy_read_timeout', async () => {
  const echo = await startEchoServer();
  const { port } = await startNginx({ upstreamPort: echo.port, readTimeoutSeconds: 1 });
  const socket = new WebSocket(`ws://127.0.0.1:${port}/any/path`);
  await once(socket, 'open');
  // Before nginx sees the last byte, and not when we do, which may be late.
  const idleSince = performance.now();
  socket.send('{"type":"ping"}');
  const [data] = (await once(socket, 'message')) as [Buffer];
  expect(String(data)).toBe('{"type":"pong"}');
  const [code] = (await once(socket, 'close')) as [number];
  expect(code).toBe(1006);
  expect(performance.now() - idleSince).toBeGreaterThan(900);
});
