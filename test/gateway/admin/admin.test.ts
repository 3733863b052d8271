import { describe, expect, it } from 'vitest';
import { Registry } from 'prom-client';
import { createHeartbeatGateway } from '../../../src/gateway/index.js';
import { ask, dispose, join, rawSocket, startGateway, until } from '../../support/gateway/gateways.js';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';

const OPERATOR = 'operator-token';
const VIEWER = 'viewer-token';
const admin = { operatorToken: OPERATOR, viewerToken: VIEWER };
const ROUTES = ['/heartbeat/metrics', '/heartbeat/settings', '/heartbeat/stats', '/heartbeat/peers'];

it('without a decision on who may, all but healthz is 404', async () => {
  const { port } = await startGateway();
  expect(await ask(port, 'GET', '/heartbeat/healthz')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
  for (const path of [...ROUTES, '/heartbeat', '/heartbeat/peers/x']) {
    // oxlint-disable-next-line no-await-in-loop -- in order
    expect((await ask(port, 'GET', path, { token: OPERATOR })).status).toBe(404);
  }
  expect((await ask(port, 'PATCH', '/heartbeat/settings', { body: '{"intervalMs":5000}' })).status).toBe(404);
});

describe('a token', () => {
  it('of the environment works like one of the options', async () => {
    const env = { HEARTBEAT_ADMIN_TOKEN: OPERATOR, HEARTBEAT_VIEWER_TOKEN: VIEWER };
    const { port } = await startGateway({ env });
    for (const path of ROUTES) {
      for (const token of [OPERATOR, VIEWER]) {
        // oxlint-disable-next-line no-await-in-loop -- in order
        expect((await ask(port, 'GET', path, { token })).status).toBe(200);
      }
    }
  });

  it.each([undefined, 'wrong', 'operator-toke', `${OPERATOR}x`, 'ünïcødé', 'x'.repeat(5_000)])(
    'like %s is 401, and changes nothing',
    async (token) => {
      const { port, gateway, url } = await startGateway({ admin });
      const client = await join(url);
      const authorization =
        token === undefined ? {} : { Authorization: `Bearer ${Buffer.from(token).toString('latin1')}` };
      const before = gateway.stats().settings;
      const answer = await ask(port, 'PATCH', '/heartbeat/settings', {
        body: '{"intervalMs":5000}',
        headers: authorization,
      });
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toContain('Bearer');
      const [peer] = gateway.peers;
      const removal = await ask(port, 'DELETE', `/heartbeat/peers/${peer?.id}`, { headers: authorization });
      expect(removal.status).toBe(401);
      expect(gateway.stats().settings).toBe(before);
      expect(client.closeCode).toBeNull();
    },
  );

  it('is not taken from a URL, and never shown', async () => {
    const records: string[] = [];
    const log = (record: object, message: string): void => void records.push(JSON.stringify(record) + message);
    const logger = { debug: log, info: log, warn: log, error: log };
    const { port, gateway } = await startGateway({ admin, logger });
    const query = `?token=${OPERATOR}&access_token=${OPERATOR}`;
    expect((await ask(port, 'GET', `/heartbeat/stats${query}`)).status).toBe(401);
    expect((await ask(port, 'GET', '/heartbeat/stats', { headers: { Authorization: OPERATOR } })).status).toBe(401);
    expect((await ask(port, 'GET', '/heartbeat/stats', { token: `${OPERATOR}!` })).status).toBe(401);
    await ask(port, 'PATCH', '/heartbeat/settings', { token: OPERATOR, body: '{"intervalMs":5000}' });
    const shown = [
      ...records,
      (await ask(port, 'GET', '/heartbeat/metrics', { token: OPERATOR })).text,
      JSON.stringify(gateway.stats()),
    ];
    expect(shown.join('')).not.toContain(OPERATOR);
  });

  it('of a viewer looks and does not touch', async () => {
    const { port } = await startGateway({ admin });
    const answer = await ask(port, 'PATCH', '/heartbeat/settings', { token: VIEWER, body: '{"intervalMs":5000}' });
    expect(answer.status).toBe(403);
    expect((await ask(port, 'DELETE', '/heartbeat/peers/x', { token: VIEWER })).status).toBe(403);
  });

  it('guessed ten times is 429 even when right, until the minute is over', async () => {
    const clock = createGatewayClock();
    const { port } = await startGateway({ admin, clock });
    for (let guess = 0; guess < 10; guess += 1) {
      // oxlint-disable-next-line no-await-in-loop -- in order
      expect((await ask(port, 'GET', '/heartbeat/stats', { token: `guess ${guess}` })).status).toBe(401);
    }
    const locked = await ask(port, 'GET', '/heartbeat/stats', { token: OPERATOR });
    expect(locked.status).toBe(429);
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(50);
    expect((await ask(port, 'GET', '/heartbeat/healthz')).status).toBe(200);
    await clock.advance(60_000);
    expect((await ask(port, 'GET', '/heartbeat/stats', { token: OPERATOR })).status).toBe(200);
  });

  it('can be left to a function, of which a throw is a no', async () => {
    const { port } = await startGateway({
      admin: {
        authorize: ({ headers }) => {
          if (headers['x-role'] === 'broken') throw new Error('SENTINEL');
          return headers['x-role'] === 'boss' ? 'operator' : null;
        },
      },
    });
    const as = (role: string) => ask(port, 'GET', '/heartbeat/stats', { headers: { 'X-Role': role } });
    expect((await as('boss')).status).toBe(200);
    expect((await as('broken')).status).toBe(401);
    expect((await as('broken')).text).not.toContain('SENTINEL');
  });
});

describe('a route', () => {
  it('that is not there is 404, a method that is not 405 with Allow', async () => {
    const { port } = await startGateway({ admin });
    for (const path of [
      '',
      '/',
      '/alerts',
      '/events',
      '/settings/rollback',
      '/peers/',
      '/constructor',
      '/../ws',
      '/%00',
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- in order
      expect((await ask(port, 'GET', `/heartbeat${path}`, { token: OPERATOR })).status).toBe(404);
    }
    const answer = await ask(port, 'PUT', '/heartbeat/settings', { token: OPERATOR });
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, PATCH' } });
    expect((await ask(port, 'HEAD', '/heartbeat/healthz')).status).toBe(200);
    expect((await ask(port, 'GET', '/')).status).toBe(404);
  });

  it('answers with headers that keep pages out', async () => {
    const { port } = await startGateway({ admin });
    const { headers } = await ask(port, 'GET', '/heartbeat/stats', { headers: { Origin: 'https://evil.test' } });
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['content-type']).toBe('application/problem+json');
  });

  it('takes bodies of 16 KiB, of JSON', async () => {
    const { port, gateway } = await startGateway({ admin });
    const send = (body: string, headers = {}) =>
      ask(port, 'PATCH', '/heartbeat/settings', { token: OPERATOR, body, headers });
    expect((await send(' '.repeat(16_385))).status).toBe(413);
    expect((await send(' '.repeat(16_385), { 'Transfer-Encoding': 'chunked' })).status).toBe(413);
    expect((await send('{nope')).status).toBe(400);
    expect((await send('['.repeat(16_000))).status).toBe(400);
    expect((await send('{"intervalMs":5000}', { 'Content-Type': 'application/json; charset=utf-8' })).status).toBe(200);
    const half = await rawSocket(port);
    half.write(
      `PATCH /heartbeat/settings HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${OPERATOR}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    );
    half.resetAndDestroy();
    expect((await send('{"intervalMs":6000}')).status).toBe(200);
    expect(gateway.stats().settings.intervalMs.value).toBe(6_000);
    expect((await send('{"heartbeat":{"intervalMs":7000}}', { 'Content-Type': 'text/plain' })).status).toBe(200);
    expect(gateway.stats().settings.intervalMs.value).toBe(7_000);
    expect((await send('{"heartbeat":{"intervalMs":7}}')).status).toBe(422);
  });
});

it('peers are listed, and one is disconnected by an operator', async () => {
  const { port, url, gateway } = await startGateway({ admin });
  const client = await join(url);
  await join(url);
  const list = JSON.parse((await ask(port, 'GET', '/heartbeat/peers?limit=1', { token: VIEWER })).text);
  const [first, second] = [...gateway.peers];
  expect(list).toEqual({
    total: 2,
    peers: [
      {
        id: first?.id,
        remote: '127.0.0.1',
        openedAt: expect.any(Number),
        lastSeenAt: expect.any(Number),
        latencyMs: null,
        missedInRow: 0,
        attempt: 0,
      },
    ],
  });
  expect((await ask(port, 'GET', '/heartbeat/peers?limit=0', { token: VIEWER })).status).toBe(400);
  expect((await ask(port, 'DELETE', '/heartbeat/peers/nobody', { token: OPERATOR })).status).toBe(404);
  expect((await ask(port, 'DELETE', `/heartbeat/peers/${first?.id}`, { token: OPERATOR })).status).toBe(204);
  expect((await client.closed).code).toBe(1000);
  await until('the count', () => gateway.peers.size === 1);
  expect(gateway.peers.get(second?.id ?? '')).toBe(second);
  expect(gateway.stats().closed.operator).toBe(1);
});

describe('metrics', () => {
  it('are read from what is, with labels of closed sets', async () => {
    const { port, url, gateway } = await startGateway({
      metrics: { public: true },
      heartbeat: { intervalMs: 200, timeoutMs: 5_000 },
    });
    const client = await join(url);
    const gone = await join(url);
    client.send({
      type: 'heartbeat.hello',
      client: 'x/1',
      attempt: 1,
      previous: { code: 1006, cause: 'label="x"\n', downMs: 1 },
    });
    client.send('{"type":"ping"}');
    gone.socket.terminate();
    await until('a round trip', () => [...gateway.peers][0]?.latencyMs !== null && gateway.peers.size === 1);
    await ask(port, 'GET', '/heartbeat/made-up');
    const { text, headers } = await ask(port, 'GET', '/heartbeat/metrics');
    expect(headers['content-type']).toContain('text/plain');
    for (const line of [
      'heartbeat_connections 1',
      'heartbeat_connections_opened_total 2',
      'heartbeat_connections_closed_total{reason="abnormal"} 1',
      'heartbeat_connections_closed_total{reason="heartbeat_timeout"} 0',
      'heartbeat_pings_received_total 1',
      'heartbeat_pongs_sent_total 1',
      'heartbeat_missed_total 0',
      'heartbeat_timeouts_total 0',
      'heartbeat_reconnects_total{cause="other"} 1',
      'heartbeat_interval_seconds 0.2',
      'heartbeat_timeout_seconds 5',
      'heartbeat_settings_version 1',
      'heartbeat_admin_requests_total{route="other",status="404"} 1',
    ]) {
      expect(text).toContain(`${line}\n`);
    }
    expect(text).toMatch(/^heartbeat_pings_sent_total [1-9]/m);
    expect(text).toMatch(/^heartbeat_pongs_received_total [1-9]/m);
    expect(text).toMatch(/^heartbeat_rtt_seconds_count [1-9]/m);
    expect(text).toMatch(/^heartbeat_event_loop_lag_seconds [\d.e-]+$/m);
    expect(text).not.toContain('label=');
    // A second scrape counts nothing twice.
    const again = await gateway.registry.metrics();
    expect(again).toContain('heartbeat_connections_opened_total 2\n');
  });

  it('of one registry belong to one gateway, until it is closed', async () => {
    const registry = new Registry();
    const make = () =>
      createHeartbeatGateway({ port: 0, host: '127.0.0.1', env: {}, configFile: false, metrics: { registry } });
    const first = make();
    dispose(() => first.close());
    expect(make).toThrow(expect.objectContaining({ option: 'metrics.registry' }));
    await first.ready;
    await first.close();
    const second = make();
    await second.ready;
    await second.close();
    expect(await registry.metrics()).toBe('\n');
  });
});
