import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createHeartbeatGateway } from '../../../src/gateway/index.js';
import {
  ask,
  handshake,
  join,
  rawSocket,
  startGateway,
  startServer,
  TestClient,
  upgradeStatus,
} from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

const QUIET = { env: {}, configFile: false, closeTimeoutMs: 100 } as const;

describe('a gateway on a server of the application', () => {
  it('leaves other upgrades and requests to their owners', async () => {
    const { server, port } = await startServer(
      createServer((request, response) => {
        if (!gateway.handle(request, response)) response.end('application');
      }),
    );
    const hot = new WebSocketServer({ noServer: true });
    server.on('upgrade', (request, socket, head) => {
      if (request.url === '/hmr') hot.handleUpgrade(request, socket, head, (ws) => ws.send('hot'));
    });
    const gateway = createHeartbeatGateway({ ...QUIET, server });
    onTestFinished(() => gateway.close());
    const hmr = new TestClient(`ws://127.0.0.1:${port}/hmr`, 'answers');
    await waitFor('the reload', () => hmr.received.length === 1);
    expect(hmr.received).toEqual(['hot']);
    await join(`ws://127.0.0.1:${port}/ws?page=1`);
    expect(gateway.peers.size).toBe(1);
    expect((await ask(port, 'GET', '/')).text).toBe('application');
    expect((await ask(port, 'GET', '/heartbeatless')).text).toBe('application');
    expect((await ask(port, 'GET', '/heartbeat/healthz')).text).toBe('{"status":"ok"}');
    await gateway.close();
    expect(server.listening).toBe(true);
    expect(server.listenerCount('upgrade')).toBe(1);
    expect(hmr.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('refuses an upgrade that has no other handler', async () => {
    const { server, port } = await startServer();
    const gateway = createHeartbeatGateway({ ...QUIET, server });
    onTestFinished(() => gateway.close());
    expect((await upgradeStatus(`ws://127.0.0.1:${port}/other`)).status).toBe(404);
  });

  it('shares the server with another gateway, each on its own path', async () => {
    const { server, port } = await startServer();
    const first = createHeartbeatGateway({ ...QUIET, server });
    onTestFinished(() => first.close());
    const second = createHeartbeatGateway({ ...QUIET, server, path: '/other' });
    onTestFinished(() => second.close());
    const client = await join(`ws://127.0.0.1:${port}/ws`);
    await join(`ws://127.0.0.1:${port}/other`);
    expect([first.peers.size, second.peers.size]).toEqual([1, 1]);
    await second.close();
    expect((await upgradeStatus(`ws://127.0.0.1:${port}/other`)).status).toBe(404);
    expect(client.closeCode).toBeNull();
  });
});

it('answers invalid handshakes, and goes on', async () => {
  const { port, url } = await startGateway();
  for (const [request, status] of [
    [handshake().replace('Version: 13', 'Version: 99'), '400'],
    [handshake().replace('Upgrade: websocket', 'Upgrade: h2c'), '400'],
    [handshake().replace('GET', 'POST'), '405'],
    [handshake().replace(/Sec-WebSocket-Key: .*\r\n/, ''), '400'],
    [handshake('/elsewhere'), '404'],
    ['NONSENSE\r\n\r\n', '400'],
  ] as const) {
    const socket = await rawSocket(port);
    socket.write(request);
    await waitFor(`${status}: ${request}`, () => socket.text().startsWith(`HTTP/1.1 ${status}`));
  }
  expect((await upgradeStatus(url)).status).toBe(101);
});
