import { describe, expect, it } from 'vitest';
import { createServer, type Server } from 'node:http';
import { WebSocketServer } from 'ws';
import { createHeartbeatGateway, type HeartbeatGateway } from '../../../src/gateway/index.js';
import {
  dispose,
  join,
  startGateway,
  startServer,
  TestClient,
  until,
  type Manners,
} from '../../support/gateway/gateways.js';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import { settle } from '../../support/settle.js';

const BEAT = { heartbeat: { intervalMs: 1_000, timeoutMs: 3_000 } };

async function started(random = 0.999_999, extra: Parameters<typeof startGateway>[0] = {}) {
  const clock = createGatewayClock();
  return { clock, ...(await startGateway({ ...BEAT, clock, random: () => random, ...extra })) };
}

describe('a beat', () => {
  it('first comes after between half and one interval', async () => {
    for (const [random, early, late] of [
      [0, 440, 120],
      [0.999_999, 940, 120],
    ] as const) {
      const { clock, url } = await started(random);
      const client = await join(url);
      await clock.advance(early);
      expect(client.frames('ping')).toHaveLength(0);
      await clock.advance(late);
      await client.frame('ping');
    }
  });

  it('is plain to a stranger, and carries an id to a client that said hello', async () => {
    const { clock, url, gateway } = await started();
    const stranger = await join(url);
    const friend = await join(url);
    friend.send({ type: 'heartbeat.hello', client: 'test/1', attempt: 2 });
    await until('the hello', () => [...gateway.peers].some((peer) => peer.attempt === 2));
    await clock.advance(1_100);
    expect((await friend.frame('ping'))['id']).toBe(1);
    await stranger.frame('ping');
    expect(stranger.received).toContain('{"type":"ping"}');
  });

  it('measures the round trip', async () => {
    const { clock, url, gateway, events } = await started();
    await join(url);
    await clock.advance(1_100);
    await until('the pong', () => events.some(({ kind }) => kind === 'pong.received'));
    const [peer] = gateway.peers;
    expect(peer?.latencyMs).toBeGreaterThanOrEqual(0);
    expect(events.find(({ kind }) => kind === 'pong.received')).toHaveProperty('rttMs');
  });

  it.each([
    ['when-silent', 1, 1],
    ['always', 5, 7],
  ] as const)('asked for %s: a peer that talks gets %i to %i of them in six intervals', async (ping, least, most) => {
    const { clock, url, gateway } = await started(0.999_999, { ping });
    const client = await join(url);
    await clock.advance(1_050);
    await client.frame('ping');
    const [peer] = gateway.peers;
    for (let step = 0; step < 10; step += 1) {
      const before = peer?.lastSeenAt ?? 0;
      await clock.advance(500);
      client.send('hello there');
      await until('the message', () => (peer?.lastSeenAt ?? 0) > before);
    }
    expect(client.frames('ping').length).toBeGreaterThanOrEqual(least);
    expect(client.frames('ping').length).toBeLessThanOrEqual(most);
  });

  it('of all peers hangs on one timer, and on none without peers', async () => {
    const { clock, url, gateway } = await started();
    expect(clock.timerCount).toBe(0);
    const clients = await Promise.all(Array.from({ length: 30 }, () => join(url)));
    expect(clock.timerCount).toBe(1);
    for (const client of clients) client.socket.terminate();
    await until('all gone', () => gateway.peers.size === 0);
    expect(clock.timerCount).toBe(0);
  });
});

describe('a silent peer', () => {
  it('is missed once an interval and terminated after the timeout, not before', async () => {
    const { clock, url, gateway, events } = await started();
    const client = await join(url, 'silent');
    await clock.advance(1_050);
    await client.frame('ping');
    await clock.advance(2_850);
    expect(gateway.peers.size).toBe(1);
    expect([...gateway.peers][0]?.missedInRow).toBe(2);
    await clock.advance(300);
    expect((await client.closed).code).toBe(1006);
    await until('the record', () => gateway.peers.size === 0);
    expect(events.filter(({ kind }) => kind === 'heartbeat.missed')).toHaveLength(3);
    expect(events.find(({ kind }) => kind === 'connection.closed')).toMatchObject({ cause: 'heartbeat_timeout' });
    expect(gateway.stats()).toMatchObject({
      connections: 0,
      counters: { missed: 3, timeouts: 1 },
      closed: { heartbeat_timeout: 1 },
    });
  });

  it('is alive again by any frame', async () => {
    const { clock, url, gateway } = await started();
    const client = await join(url, 'silent');
    await clock.advance(3_500);
    const [peer] = gateway.peers;
    expect(peer?.missedInRow).toBeGreaterThan(0);
    client.socket.pong();
    await until('life', () => peer?.missedInRow === 0);
    await clock.advance(2_000);
    expect(gateway.peers.size).toBe(1);
  });

  it('that answers control pings only lives, and gets one with every beat once it missed one', async () => {
    const { clock, url, gateway } = await started();
    const client = await join(url, 'control-only');
    let controlPings = 0;
    client.socket.on('ping', () => (controlPings += 1));
    for (let beat = 0; beat < 12; beat += 1) {
      await clock.advance(1_000);
      await settle(10);
    }
    expect(gateway.peers.size).toBe(1);
    expect(controlPings).toBeGreaterThan(4);
    // Known by now: no more misses than the one that taught it.
    expect(gateway.stats().counters.missed).toBeLessThanOrEqual(2);
  });

  it('is not judged by a sweep that was late itself', async () => {
    const { clock, url, gateway, events } = await started();
    await join(url, 'silent');
    await clock.advance(1_100);
    clock.drift(60_000);
    await clock.advance(0);
    await until('the doubt', () => events.some(({ kind }) => kind === 'clock.late'));
    await clock.advance(2_500);
    expect(gateway.peers.size).toBe(1);
    // One timeout later it is judged like everybody.
    await clock.advance(4_000);
    await until('the verdict', () => gateway.peers.size === 0);
  });
});

describe('a crowd', () => {
  it('is visited in turns, all of it', async () => {
    const { clock, url, gateway } = await started(0.5);
    const clients = await Promise.all(Array.from({ length: 150 }, () => join(url)));
    await clock.advance(1_100);
    await until('a ping each', () => clients.every((client) => client.frames('ping').length === 1));
    expect(gateway.stats().counters.pingsSent).toBe(150);
  });
});

type World = { gateway: HeartbeatGateway; url: string };
const OPTIONS = {
  heartbeat: { intervalMs: 60, timeoutMs: 240 },
  env: {},
  configFile: false,
  closeTimeoutMs: 100,
} as const;

const worlds: Record<string, () => Promise<World>> = {
  'its own port': () => startGateway(OPTIONS),
  'a server and a path': async () => {
    const { server, port } = await startServer();
    const gateway = createHeartbeatGateway({ ...OPTIONS, server, path: '/live' });
    dispose(() => gateway.close());
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

async function withWss(make: (server: Server) => WebSocketServer): Promise<World> {
  const server = createServer();
  const wss = make(server);
  const { port } = await startServer(server);
  const gateway = createHeartbeatGateway({ ...OPTIONS, wss });
  dispose(() => gateway.close());
  return { gateway, url: `ws://127.0.0.1:${port}/` };
}

describe.each(Object.keys(worlds))('on %s', (name) => {
  it.each<Manners>(['answers', 'control-only', 'talks'])('a peer that %s lives', async (manners) => {
    const { gateway, url } = await (worlds[name] as () => Promise<World>)();
    const client = await join(url, manners);
    const joinedAt = performance.now();
    // Far past the timeout: who were to be reaped would have been.
    await until('four timeouts', () => performance.now() - joinedAt > 4 * OPTIONS.heartbeat.timeoutMs);
    expect(client.frames('ping').length).toBeGreaterThanOrEqual(1);
    expect(gateway.peers.size).toBe(1);
    expect(client.closeCode).toBeNull();
    expect(gateway.stats().counters.timeouts).toBe(0);
  });

  it('a peer that is silent is terminated, after repeated pings', async () => {
    const { gateway, url } = await (worlds[name] as () => Promise<World>)();
    const joinedAt = performance.now();
    const client = await join(url, 'silent');
    expect((await client.closed).code).toBe(1006);
    expect(performance.now() - joinedAt).toBeGreaterThanOrEqual(OPTIONS.heartbeat.timeoutMs);
    expect(client.frames('ping').length).toBeGreaterThanOrEqual(2);
    await until('the count', () => gateway.stats().closed.heartbeat_timeout === 1);
  });
});

async function attachLate(manners: Manners) {
  const server = createServer();
  const wss = new WebSocketServer({ server });
  const heard: string[] = [];
  wss.on('connection', (socket) => socket.on('message', (data: Buffer) => heard.push(data.toString())));
  const { port } = await startServer(server);
  const client = new TestClient(`ws://127.0.0.1:${port}/`, manners);
  await until('the connection', () => wss.clients.size === 1);
  const gateway = createHeartbeatGateway({ ...OPTIONS, wss });
  dispose(() => gateway.close());
  let told = 0;
  gateway.on('connection', () => (told += 1));
  await client.frame('heartbeat.welcome');
  expect(gateway.peers.size).toBe(1);
  expect(told).toBe(0);
  return { client, heard };
}

describe('a socket older than the gateway', () => {
  it.each<Manners>(['answers', 'control-only', 'talks'])('that %s lives, its listeners filtered', async (manners) => {
    const { client, heard } = await attachLate(manners);
    client.send('{"type":"ping"}');
    client.send('mine');
    const attachedAt = performance.now();
    await until('four timeouts', () => performance.now() - attachedAt > 4 * OPTIONS.heartbeat.timeoutMs);
    expect(client.frames('ping').length).toBeGreaterThanOrEqual(1);
    const others = heard.filter((text) => text !== 'what I wanted to say');
    expect(others).toEqual(['mine']);
    expect(client.closeCode).toBeNull();
  });

  it('that is silent has a full grace, and is then terminated', async () => {
    const { client } = await attachLate('silent');
    expect((await client.closed).code).toBe(1006);
    expect(client.frames('ping').length).toBeGreaterThanOrEqual(2);
  });
});
