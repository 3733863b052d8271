import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createHeartbeatGateway, type HeartbeatEvent } from '../../../src/gateway/index.js';
import {
  ask,
  handshake,
  join,
  QUIET,
  rawSocket,
  startGateway,
  startServer,
  TestClient,
  upgradeStatus,
} from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

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

  it('answers 404 to the path of neither gateway, and one of them counts it', async () => {
    const { server, port } = await startServer();
    const gateways = ['/ws', '/other'].map((path) => createHeartbeatGateway({ ...QUIET, server, path }));
    for (const gateway of gateways) onTestFinished(() => gateway.close());
    expect((await upgradeStatus(`ws://127.0.0.1:${port}/nowhere`)).status).toBe(404);
    expect(gateways.map((gateway) => gateway.stats().refused.unknown_path)).toEqual([0, 1]);
  });

  it.each([
    ['before', true],
    ['after', false],
  ])(
    'leaves the socket to a WebSocketServer without a path that was made %s it, and says so',
    async (_when, isBefore) => {
      const { server, port } = await startServer();
      const events: HeartbeatEvent[] = [];
      const makeOther = () => new WebSocketServer({ server }).on('connection', (socket) => socket.send('other'));
      if (isBefore) makeOther();
      const gateway = createHeartbeatGateway({ ...QUIET, server });
      onTestFinished(() => gateway.close());
      gateway.on('event', (event) => events.push(event));
      if (!isBefore) makeOther();
      const client = new TestClient(`ws://127.0.0.1:${port}/ws`, 'answers');
      await waitFor('the other server', () => client.received.length > 0);
      expect(client.received).toEqual(['other']);
      expect(events).toMatchObject([{ kind: 'peer.rejected', reason: 'taken' }]);
      expect(events[0]).toHaveProperty('message', expect.stringContaining('noServer: true'));
      expect(gateway.peers.size).toBe(0);
    },
  );

  it('says so when a WebSocketServer with a path of its own refuses the gateway’s', async () => {
    const { server, port } = await startServer();
    const other = new WebSocketServer({ server, path: '/other' });
    const gateway = createHeartbeatGateway({ ...QUIET, server });
    onTestFinished(() => gateway.close());
    expect((await upgradeStatus(`ws://127.0.0.1:${port}/ws`)).status).toBe(400);
    expect(gateway.stats().refused.taken).toBe(1);
    expect(other.clients.size).toBe(0);
  });
});

it('answers invalid handshakes, and goes on', async () => {
  const { port, url, gateway } = await startGateway();
  for (const [request, status] of [
    [handshake().replace('Version: 13', 'Version: 99'), '400'],
    [handshake().replace('Upgrade: websocket', 'Upgrade: h2c'), '426'],
    [handshake('/ws', 'Content-Length: 4\r\n'), '400'],
    [handshake('/ws', 'Transfer-Encoding: chunked\r\n'), '400'],
    [handshake().replace('HTTP/1.1', 'HTTP/1.0'), '400'],
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
  expect(gateway.stats()).toMatchObject({
    counters: { rejected: 8 },
    refused: { invalid_handshake: 6, upgrade_missing: 1, unknown_path: 1 },
  });
});
