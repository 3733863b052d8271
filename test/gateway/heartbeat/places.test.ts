import { createServer, type Server } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { createHeartbeatGateway, type HeartbeatGateway } from '../../../src/gateway/index.js';
import { join, startGateway, startServer, TestClient, type Manners } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

/** A gateway, and where clients of it connect. */
type Place = { gateway: HeartbeatGateway; url: string };
const OPTIONS = {
  heartbeat: { intervalMs: 60, timeoutMs: 240 },
  env: {},
  configFile: false,
  closeTimeoutMs: 100,
} as const;

const places: Record<string, () => Promise<Place>> = {
  'its own port': () => startGateway(OPTIONS),
  'a server and a path': async () => {
    const { server, port } = await startServer();
    const gateway = createHeartbeatGateway({ ...OPTIONS, server, path: '/live' });
    onTestFinished(() => gateway.close());
    return { gateway, url: `ws://127.0.0.1:${port}/live` };
  },
  'a wss with a server': () =>
    withWss((server) => {
      const wss = new WebSocketServer({ server });
      wss.on('connection', (socket) => socket.on('error', () => {}));
      return wss;
    }),
  'a wss without server that forgets to emit connection': () =>
    withWss((server) => {
      const wss = new WebSocketServer({ noServer: true });
      server.on('upgrade', (request, socket, head) => wss.handleUpgrade(request, socket, head, () => {}));
      return wss;
    }),
};

async function withWss(make: (server: Server) => WebSocketServer): Promise<Place> {
  const server = createServer();
  const wss = make(server);
  const { port } = await startServer(server);
  const gateway = createHeartbeatGateway({ ...OPTIONS, wss });
  onTestFinished(() => gateway.close());
  return { gateway, url: `ws://127.0.0.1:${port}/` };
}

describe.each(Object.keys(places))('a gateway on %s', (name) => {
  it.each<Manners>(['answers', 'control-only', 'talks'])('keeps a peer that %s', async (manners) => {
    const { gateway, url } = await (places[name] as () => Promise<Place>)();
    const client = await join(url, manners);
    const joinedAt = performance.now();
    // Far past the timeout: a peer that was to be terminated would be gone.
    await waitFor('four timeouts', () => performance.now() - joinedAt > 4 * OPTIONS.heartbeat.timeoutMs);
    expect(client.frames('ping').length).toBeGreaterThanOrEqual(1);
    expect(gateway.peers.size).toBe(1);
    expect(client.closeCode).toBeNull();
    expect(gateway.stats().counters.timeouts).toBe(0);
  });

  it('terminates a silent peer, after repeated pings', async () => {
    const { gateway, url } = await (places[name] as () => Promise<Place>)();
    const joinedAt = performance.now();
    const client = await join(url, 'silent');
    expect((await client.closed).code).toBe(1006);
    expect(performance.now() - joinedAt).toBeGreaterThanOrEqual(OPTIONS.heartbeat.timeoutMs);
    expect(client.frames('ping').length).toBeGreaterThanOrEqual(2);
    await waitFor('the record', () => gateway.stats().closed.heartbeat_timeout === 1);
  });
});

async function attachLate(manners: Manners) {
  const server = createServer();
  const wss = new WebSocketServer({ server });
  const heard: string[] = [];
  wss.on('connection', (socket) => socket.on('message', (data: Buffer) => heard.push(data.toString())));
  const { port } = await startServer(server);
  const client = new TestClient(`ws://127.0.0.1:${port}/`, manners);
  await waitFor('the connection', () => wss.clients.size === 1);
  const gateway = createHeartbeatGateway({ ...OPTIONS, wss });
  onTestFinished(() => gateway.close());
  let announced = 0;
  gateway.on('connection', () => (announced += 1));
  await client.frame('heartbeat.welcome');
  expect(gateway.peers.size).toBe(1);
  expect(announced).toBe(0);
  return { client, heard };
}

describe('a gateway that is younger than a socket', () => {
  it.each<Manners>(['answers', 'control-only', 'talks'])(
    'keeps a peer that %s, and filters its listeners',
    async (manners) => {
      const { client, heard } = await attachLate(manners);
      client.send('{"type":"ping"}');
      client.send('mine');
      const attachedAt = performance.now();
      await waitFor('four timeouts', () => performance.now() - attachedAt > 4 * OPTIONS.heartbeat.timeoutMs);
      expect(client.frames('ping').length).toBeGreaterThanOrEqual(1);
      const others = heard.filter((text) => text !== 'a message of its own');
      expect(others).toEqual(['mine']);
      expect(client.closeCode).toBeNull();
    },
  );

  it('gives a silent peer the full timeout, and then terminates it', async () => {
    const { client } = await attachLate('silent');
    expect((await client.closed).code).toBe(1006);
    expect(client.frames('ping').length).toBeGreaterThanOrEqual(2);
  });
});
