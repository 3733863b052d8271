import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { createHeartbeatGateway, type HeartbeatEvent, type SocketServerOptions } from '../../../src/gateway/index.js';
import { ADMIN, ask, QUIET, startGateway, startServer, upgradeStatus } from '../../support/gateway/gateways.js';

/** A page whose name leads to 127.0.0.1: for its browser, it has one origin with the gateway. */
const REBOUND = { Host: 'evil.test:8080', Origin: 'http://evil.test:8080' };

describe('a gateway that listens on loopback', () => {
  it('refuses a name that is none of this machine, and says what to set', async () => {
    const { url, port, events, gateway } = await startGateway({ admin: { authorize: () => 'operator' } });
    expect((await upgradeStatus(url, REBOUND)).status).toBe(403);
    expect(events).toMatchObject([{ kind: 'peer.rejected', reason: 'host', status: 403 }]);
    expect(events[0]).toHaveProperty('message', expect.stringContaining("set `allowedHosts: ['evil.test']`"));
    const told = [
      await ask(port, 'GET', '/ws', { headers: REBOUND }),
      await ask(port, 'GET', '/heartbeat/stats', { headers: REBOUND }),
      await ask(port, 'PATCH', '/heartbeat/settings', { headers: REBOUND, body: '{"intervalMs":5000}' }),
    ];
    expect(told.map(({ status }) => status)).toEqual([403, 403, 403]);
    for (const { text } of told) expect(text).toContain('allowedHosts');
    expect(gateway.stats().settings.version).toBe(1);
    expect(events.filter(({ kind }) => kind === 'admin.refused')).toMatchObject([
      { action: 'GET /stats', status: 403, remote: '127.0.0.1' },
      { action: 'PATCH /settings', status: 403, remote: '127.0.0.1' },
    ]);
    expect((await ask(port, 'GET', '/heartbeat/healthz', { headers: REBOUND })).status).toBe(200);
  });

  it.each([
    'localhost',
    'LOCALHOST:1',
    'app.localhost',
    '127.0.0.1:8080',
    '[::1]:8080',
    '[::ffff:127.0.0.1]:8080',
    'localhost.',
  ])('takes %s for a name of this machine', async (Host) => {
    const { url } = await startGateway();
    expect((await upgradeStatus(url, { Host })).status).toBe(101);
  });

  it.each(['evil.test', 'localhost.evil.test', '0.0.0.0', '127.0.0.1.evil.test', 'a/b'])(
    'takes %j for none',
    async (Host) => {
      const { url } = await startGateway();
      expect((await upgradeStatus(url, { Host })).status).toBe(403);
    },
  );

  it('refuses such a name on an IPv4-mapped address of loopback, too', async () => {
    const { port } = await startGateway({ host: '::ffff:127.0.0.1' });
    expect((await upgradeStatus(`ws://127.0.0.1:${port}/ws`, REBOUND)).status).toBe(403);
  });

  it.each([
    ['allowedHosts', { allowedHosts: ['app.example.com'] }],
    ['origins', { origins: ['https://app.example.com'] }],
    ['trustedProxies', { trustedProxies: ['127.0.0.1'] }],
    ['authenticate', { authenticate: () => true }],
  ])('stands behind a proxy that passes Host on, with %s set', async (_option, options) => {
    const { url } = await startGateway(options);
    const headers = { Host: 'app.example.com', Origin: 'https://app.example.com' };
    expect((await upgradeStatus(url, headers)).status).toBe(101);
  });
});

it('takes the names of a list only, and those of this machine', async () => {
  const { url, port } = await startGateway({ allowedHosts: ['app.example.com', '*.example.org'], admin: ADMIN });
  const statusOf = async (Host: string) => (await upgradeStatus(url, { Host })).status;
  expect(await statusOf('app.example.com:443')).toBe(101);
  expect(await statusOf('x.example.org')).toBe(101);
  expect(await statusOf('App.Example.COM.')).toBe(101);
  expect(await statusOf('localhost')).toBe(101);
  expect(await statusOf('example.org')).toBe(403);
  expect(await statusOf('x.app.example.com')).toBe(403);
  const headers = { Host: 'app.example.com' };
  expect((await ask(port, 'GET', '/heartbeat/stats', { token: ADMIN.viewerToken, headers })).status).toBe(200);
});

it('accepts any name if it listens on all addresses', async () => {
  const { url } = await startGateway({ host: '0.0.0.0' });
  expect((await upgradeStatus(url, { Host: 'app.example.com' })).status).toBe(101);
});

describe('the admin interface of a gateway with `wss`', () => {
  async function startOnLoopback(options: Partial<SocketServerOptions>) {
    const { server, port } = await startServer(
      createServer((request, response) => void gateway.handle(request, response)),
    );
    const admin = { authorize: () => 'operator' as const };
    const gateway = createHeartbeatGateway({ ...QUIET, wss: new WebSocketServer({ server }), admin, ...options });
    onTestFinished(() => gateway.close());
    const events: HeartbeatEvent[] = [];
    gateway.on('event', (record) => events.push(record));
    return { port, events };
  }

  it('refuses a name that is none of this machine', async () => {
    const { port, events } = await startOnLoopback({});
    const refused = await ask(port, 'POST', '/heartbeat/drain', { headers: REBOUND });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('allowedHosts');
    expect(events).toMatchObject([{ kind: 'admin.refused', action: 'POST /drain', status: 403 }]);
    expect((await ask(port, 'GET', '/heartbeat/stats')).status).toBe(200);
  });

  it.each([
    ['allowedHosts', { allowedHosts: ['evil.test'] }],
    ['trustedProxies', { trustedProxies: ['127.0.0.1'] }],
  ])('stands behind a proxy that passes Host on, with %s set', async (_option, options) => {
    const { port } = await startOnLoopback(options);
    expect((await ask(port, 'GET', '/heartbeat/stats', { headers: { Host: 'evil.test' } })).status).toBe(200);
  });
});
