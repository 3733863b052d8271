import { createServer } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import {
  createHeartbeatGateway,
  HeartbeatOptionError,
  type HeartbeatGatewayOptions,
} from '../../../src/gateway/index.js';
import { addressKey, isLoopback, plainAddress } from '../../../src/gateway/door/address.js';
import {
  ask,
  dispose,
  handshake,
  join,
  rawSocket,
  startGateway,
  startServer,
  TestClient,
  until,
  upgradeStatus,
} from '../../support/gateway/gateways.js';

describe('an origin', () => {
  it.each([
    ['https://evil.test', 403],
    ['http://127.0.0.1.evil.test', 403],
    ['http://localhost.', 403],
    ['HTTP://LOCALHOST', 403],
    ['null', 403],
    ['garbage', 403],
    ['http://localhost:5173', 101],
    ['http://[::1]:9', 101],
  ])('%s gets %i from a gateway on loopback', async (origin, status) => {
    const { url, events, gateway } = await startGateway();
    expect((await upgradeStatus(url, { Origin: origin })).status).toBe(status);
    if (status === 101) return;
    expect(gateway.stats().counters.rejected).toBe(1);
    const [record] = events;
    expect(record).toMatchObject({ kind: 'peer.rejected', reason: 'origin', status: 403 });
    expect(record).toHaveProperty('message', expect.stringContaining('set `origins`'));
  });

  it('of the page the gateway itself serves passes, whatever its scheme', async () => {
    const { url } = await startGateway();
    const Host = 'app.example.com';
    expect((await upgradeStatus(url, { Host, Origin: 'https://app.example.com' })).status).toBe(101);
    for (const Origin of ['https://app.example.com:8443', 'https://app.example.com.', 'https://x.app.example.com']) {
      // oxlint-disable-next-line no-await-in-loop -- in order
      expect((await upgradeStatus(url, { Host, Origin })).status).toBe(403);
    }
  });

  it('of this machine does not pass for a request that was forwarded', async () => {
    const { url } = await startGateway();
    const headers = { Origin: 'http://localhost:5173', 'X-Forwarded-For': '203.0.113.9' };
    expect((await upgradeStatus(url, headers)).status).toBe(403);
  });

  it('list is exact, and all there is', async () => {
    const { url } = await startGateway({ origins: ['https://app.example.com'] });
    expect((await upgradeStatus(url, { Origin: 'https://app.example.com' })).status).toBe(101);
    for (const Origin of ['http://app.example.com', 'https://app.example.com.evil.test', 'http://localhost:1']) {
      // oxlint-disable-next-line no-await-in-loop -- in order
      expect((await upgradeStatus(url, { Origin })).status).toBe(403);
    }
    expect((await upgradeStatus(url)).status).toBe(101);
  });

  it('is demanded when asked for', async () => {
    const { url } = await startGateway({ requireOrigin: true });
    expect((await upgradeStatus(url)).status).toBe(403);
  });
});

describe('limits', () => {
  it('of one address: 429, and a place is free again when one leaves', async () => {
    const { url, gateway } = await startGateway({ maxConnectionsPerAddress: 2 });
    const first = await join(url);
    await join(url);
    const refused = await upgradeStatus(url, { 'X-Forwarded-For': '198.51.100.7' });
    expect(refused.status).toBe(429);
    expect(refused.headers['retry-after']).toBe('5');
    first.socket.terminate();
    await until('a free place', () => gateway.peers.size === 1);
    await join(url);
  });

  it('in all: 503', async () => {
    const { url } = await startGateway({ maxConnections: 1 });
    await join(url);
    expect((await upgradeStatus(url)).status).toBe(503);
  });

  it('hold while upgrades authenticate, and after ones that failed', async () => {
    const waiting: ((result: boolean) => void)[] = [];
    const authenticate = () => new Promise<boolean>((resolve) => void waiting.push(resolve));
    const { url } = await startGateway({ maxConnections: 1, authenticate });
    const first = upgradeStatus(url);
    await until('the first question', () => waiting.length === 1);
    expect((await upgradeStatus(url)).status).toBe(503);
    waiting[0]?.(false);
    expect((await first).status).toBe(401);
    const second = upgradeStatus(url);
    await until('the second question', () => waiting.length === 2);
    waiting[1]?.(true);
    expect((await second).status).toBe(101);
  });

  it('count an IPv6 subscriber as one', () => {
    expect(addressKey('2001:db8:1:2::1')).toBe(addressKey('2001:db8:1:2:ffff:0:0:9'));
    expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:3::1'));
    expect(addressKey('::1')).toBe('0:0:0:0');
    expect(plainAddress('::ffff:10.0.0.1')).toBe('10.0.0.1');
    expect(isLoopback('127.8.0.1')).toBe(true);
    expect(isLoopback('128.0.0.1')).toBe(false);
  });

  it('of unread bytes: no ping, then 1013', async () => {
    const { gateway, url, events } = await startGateway({
      heartbeat: { intervalMs: 50, timeoutMs: 20_000 },
      maxBufferedBytes: 10_000,
    });
    const client = await join(url);
    client.socket.pause();
    const [peer] = gateway.peers;
    while ((peer?.socket.bufferedAmount ?? 0) < 20_000_000) peer?.socket.send(Buffer.alloc(1_000_000));
    const pings = gateway.stats().counters.pingsSent;
    await until('the close', () => gateway.stats().closed.slow_reader === 1);
    expect(gateway.stats().counters.pingsSent).toBeLessThanOrEqual(pings + 1);
    expect(events.some(({ kind }) => kind === 'heartbeat.timeout')).toBe(false);
  });

  it('of unread bytes close a reader that a broadcast would outrun', async () => {
    const { gateway, url } = await startGateway({ maxBufferedBytes: 10_000 });
    const slow = await join(url);
    const quick = await join(url);
    slow.socket.pause();
    const data = Buffer.alloc(500_000);
    await vi.waitFor(() => {
      gateway.broadcast(data);
      expect(gateway.stats().closed.slow_reader).toBe(1);
    });
    expect(gateway.broadcast('hello')).toBe(1);
    await until('the quick one', () => quick.received.includes('hello'));
  });
});

describe('authentication', () => {
  it.each([
    [() => true, 101],
    [() => ({ data: { user: 7 } }), 101],
    [() => Promise.resolve(true), 101],
    [() => false, 401],
    [() => 'unauthorized' as const, 401],
    [() => 'forbidden' as const, 403],
    [() => undefined as never, 401],
    [() => Promise.reject(new Error('SENTINEL')), 401],
    [
      () => {
        throw new Error('SENTINEL');
      },
      401,
    ],
  ])('%s gives %i', async (authenticate, status) => {
    const { url, gateway, events } = await startGateway({ authenticate });
    let opened = 0;
    gateway.on('connection', () => (opened += 1));
    const answer = await upgradeStatus(`${url}?token=SENTINEL`, { 'Sec-WebSocket-Protocol': 'SENTINEL' }).catch(() => ({
      status: 101,
      headers: {},
    }));
    expect(answer.status).toBe(status);
    expect(opened).toBe(status === 101 ? 1 : 0);
    expect(JSON.stringify(events) + JSON.stringify(gateway.stats())).not.toContain('SENTINEL');
  });

  it('puts what it found on the peer', async () => {
    const { url, gateway } = await startGateway({ authenticate: () => ({ data: { user: 7 } }) });
    await join(url);
    expect([...gateway.peers][0]?.data).toEqual({ user: 7 });
  });

  it('that does not come to an end is 503', async () => {
    const { url } = await startGateway({ authenticate: () => new Promise(() => {}), handshakeTimeoutMs: 20 });
    expect((await upgradeStatus(url)).status).toBe(503);
  });

  it('survives a peer that resets while it is refused', async () => {
    const { port, url } = await startGateway({ authenticate: () => false });
    await Promise.all(
      Array.from({ length: 30 }, async () => {
        const socket = await rawSocket(port);
        socket.write(handshake());
        setImmediate(() => socket.resetAndDestroy());
      }),
    );
    expect((await upgradeStatus(url)).status).toBe(401);
  });
});

it('handshakes that are none are answered, not crashed on', async () => {
  const { port, url } = await startGateway();
  for (const [request, status] of [
    [handshake().replace('Version: 13', 'Version: 99'), '400'],
    [handshake().replace('Upgrade: websocket', 'Upgrade: h2c'), '400'],
    [handshake().replace('GET', 'POST'), '405'],
    [handshake().replace(/Sec-WebSocket-Key: .*\r\n/, ''), '400'],
    [handshake('/elsewhere'), '404'],
    ['NONSENSE\r\n\r\n', '400'],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- in order
    const socket = await rawSocket(port);
    socket.write(request);
    // oxlint-disable-next-line no-await-in-loop
    await until(`${status}: ${request}`, () => socket.text().startsWith(`HTTP/1.1 ${status}`));
  }
  expect((await upgradeStatus(url)).status).toBe(101);
});

describe('on a server of the application', () => {
  it('other upgrades and requests stay with their owners', async () => {
    const { server, port } = await startServer(
      createServer((request, response) => {
        if (!gateway.handle(request, response)) response.end('application');
      }),
    );
    const hot = new WebSocketServer({ noServer: true });
    server.on('upgrade', (request, socket, head) => {
      if (request.url === '/hmr') hot.handleUpgrade(request, socket, head, (ws) => ws.send('hot'));
    });
    const gateway = createHeartbeatGateway({ server, env: {}, configFile: false, closeTimeoutMs: 100 });
    dispose(() => gateway.close());
    const hmr = new TestClient(`ws://127.0.0.1:${port}/hmr`, 'answers');
    await until('the reload', () => hmr.received.length === 1);
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

  it('an upgrade that is nobody’s is refused', async () => {
    const { server, port } = await startServer();
    const gateway = createHeartbeatGateway({ server, env: {}, configFile: false });
    dispose(() => gateway.close());
    expect((await upgradeStatus(`ws://127.0.0.1:${port}/other`)).status).toBe(404);
  });
});

it.each<[string, object]>([
  ['port, server, wss', {}],
  ['port, server, wss', { port: 0, wss: {} }],
  ['port', { port: 70_000 }],
  ['heartbeat.intervalMs', { port: 0, heartbeat: { intervalMs: 0 } }],
  ['heartbeat.timeoutMs', { port: 0, heartbeat: { timeoutMs: Number.NaN } }],
  ['heartbeat', { port: 0, heartbeat: { intervalMs: 100, timeoutMs: 99 } }],
  ['origins', { port: 0, origins: ['https://app.example.com/'] }],
  ['maxConnections', { port: 0, maxConnections: -1 }],
  ['path', { port: 0, path: 'ws' }],
  ['ping', { port: 0, ping: 'sometimes' }],
  ['authenticate', { wss: { on() {}, off() {} }, authenticate: () => true }],
  ['admin.path', { port: 0, admin: { path: '/' } }],
  ['admin.viewerToken', { port: 0, admin: { operatorToken: 'same', viewerToken: 'same' } }],
  ['admin.operatorToken', { port: 0, admin: { operatorToken: '' } }],
  ['HEARTBEAT_INTERVAL_MS', { port: 0, env: { HEARTBEAT_INTERVAL_MS: '25s' } }],
  ['HEARTBEAT_TIMEOUT_MS', { port: 0, env: { HEARTBEAT_TIMEOUT_MS: '0' } }],
  ['configFile', { port: 0, configFile: 'there-is-no-such-file.json' }],
])('%s that cannot be meant is refused at once', (option, options) => {
  const make = () => createHeartbeatGateway({ configFile: false, env: {}, ...options } as HeartbeatGatewayOptions);
  expect(make).toThrow(HeartbeatOptionError);
  expect(make).toThrow(expect.objectContaining({ option }));
});
