import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { createHeartbeatGateway } from '../../../src/gateway/index.js';
import { join, QUIET, startServer, TestClient } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

type Upgrade = [IncomingMessage, Duplex, Buffer];

describe('the gateway of a WebSocketServer', () => {
  it('gives each socket its own request when two upgrades end in one tick', async () => {
    const { server, port } = await startServer();
    const wss = new WebSocketServer({ noServer: true });
    const waiting: Upgrade[] = [];
    server.on('upgrade', (...upgrade) => {
      waiting.push(upgrade);
      if (waiting.length < 2) return;
      for (const each of waiting) wss.handleUpgrade(...each, () => {});
    });
    const gateway = createHeartbeatGateway({ ...QUIET, wss });
    onTestFinished(() => gateway.close());
    gateway.on('connection', (socket, request) => socket.send(`you asked for ${request.url}`));
    const clients = ['/ada', '/bob'].map((path) => new TestClient(`ws://127.0.0.1:${port}${path}`, 'answers'));
    await waitFor('both', () => clients.every(({ received }) => received.length === 2));
    expect(clients.map(({ received }) => received[1])).toEqual(['you asked for /ada', 'you asked for /bob']);
  });

  it.each([true, false])(
    'counts no socket that closed before its `connection` event (clientTracking: %s)',
    async (clientTracking) => {
      const { server, port } = await startServer();
      const wss = new WebSocketServer({ noServer: true, clientTracking });
      // An application that holds on to this function from before the gateway came.
      const handleUpgrade = wss.handleUpgrade.bind(wss);
      const late: [WebSocket, IncomingMessage][] = [];
      server.on('upgrade', (request, socket, head) => {
        handleUpgrade(request, socket, head, (ws) => void late.push([ws, request]));
      });
      const gateway = createHeartbeatGateway({ ...QUIET, wss });
      onTestFinished(() => gateway.close());
      const client = new TestClient(`ws://127.0.0.1:${port}/`, 'answers');
      await waitFor('the upgrade', () => late.length === 1);
      client.socket.terminate();
      await waitFor('the close', () => late[0]?.[0].readyState === 3);
      for (const args of late) wss.emit('connection', ...args);
      expect(gateway.peers.size).toBe(0);
      await gateway.drain({ overMs: 0 });
      await gateway.close();
    },
  );

  it.each<[string, unknown[]]>([
    ['without its request', []],
    ['with something else in the place of its request', [{ user: 1 }]],
    ['with text in the place of its request', ['ada']],
  ])('watches a socket that is announced %s', async (_how, more) => {
    const { server, port } = await startServer();
    const wss = new WebSocketServer({ noServer: true });
    const handleUpgrade = wss.handleUpgrade.bind(wss);
    let failure: unknown = null;
    server.on('upgrade', (request, socket, head) => {
      handleUpgrade(request, socket, head, (ws) => {
        try {
          wss.emit('connection', ws, ...more);
        } catch (error) {
          failure = error;
        }
      });
    });
    const gateway = createHeartbeatGateway({ ...QUIET, wss });
    onTestFinished(() => gateway.close());
    const client = new TestClient(`ws://127.0.0.1:${port}/`, 'answers');
    await waitFor('the peer, or an error', () => gateway.peers.size === 1 || failure !== null);
    expect(failure).toBeNull();
    await client.frame('heartbeat.welcome');
    expect([...gateway.peers][0]?.remote).toBe('unknown');
  });

  it('watches sockets of a server that tracks no clients, whether or not `connection` is emitted', async () => {
    const { server, port } = await startServer();
    const wss = new WebSocketServer({ noServer: true, clientTracking: false });
    server.on('upgrade', (request, socket, head) => wss.handleUpgrade(request, socket, head, () => {}));
    const gateway = createHeartbeatGateway({ ...QUIET, wss });
    onTestFinished(() => gateway.close());
    await join(`ws://127.0.0.1:${port}/`);
    expect(gateway.peers.size).toBe(1);
  });

  it('looks at no other socket when one more connects, and leaves the server as it was', async () => {
    const { server, port } = await startServer();
    const wss = new WebSocketServer({ server });
    const gateway = createHeartbeatGateway({ ...QUIET, wss });
    onTestFinished(() => gateway.close());
    let visits = 0;
    const { clients } = wss;
    Object.defineProperty(clients, Symbol.iterator, {
      value: () => {
        visits += 1;
        return Set.prototype.values.call(clients);
      },
    });
    for (let count = 0; count < 3; count += 1) await join(`ws://127.0.0.1:${port}/`);
    expect(gateway.peers.size).toBe(3);
    expect(visits).toBe(0);
    await gateway.close();
    expect(Object.hasOwn(wss, 'handleUpgrade')).toBe(false);
  });
});
