import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createHeartbeatGateway } from '../../../src/gateway/index.js';
import {
  ADMIN as admin,
  ask,
  join,
  QUIET,
  rawSocket,
  startGateway,
  startServer,
} from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

const OPERATOR = admin.operatorToken;
const VIEWER = admin.viewerToken;

describe('the admin interface', () => {
  it('answers 404 on unknown paths, and 405 with Allow on unknown methods', async () => {
    const { port } = await startGateway({ admin });
    const unknown = ['', '/', '/event', '/settings/forward', '/peers/', '/constructor', '/../ws', '/%00'];
    for (const path of unknown) {
      expect((await ask(port, 'GET', `/heartbeat${path}`, { token: OPERATOR })).status).toBe(404);
    }
    const answer = await ask(port, 'PUT', '/heartbeat/settings', { token: OPERATOR });
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, PATCH' } });
    expect((await ask(port, 'HEAD', '/heartbeat/healthz')).status).toBe(200);
    expect((await ask(port, 'GET', '/')).status).toBe(404);
  });

  it('answers the health checks of load balancers, OPTIONS included', async () => {
    const { port, gateway } = await startGateway();
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      expect((await ask(port, method, '/heartbeat/healthz')).status).toBe(200);
    }
    await gateway.drain();
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      expect((await ask(port, method, '/heartbeat/healthz')).status).toBe(503);
    }
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

  it('reads bodies of at most 16 KiB of JSON, whatever their content type', async () => {
    const { port, gateway } = await startGateway({ admin });
    const send = (body: string, headers = {}) =>
      ask(port, 'PATCH', '/heartbeat/settings', { token: OPERATOR, body, headers });
    expect((await send(' '.repeat(16_385))).status).toBe(413);
    expect((await send(' '.repeat(16_385), { 'Transfer-Encoding': 'chunked' })).status).toBe(413);
    expect((await send('{nope')).status).toBe(400);
    expect((await send('['.repeat(16_000))).status).toBe(400);
    expect((await send('{"intervalMs":5000}', { 'Content-Type': 'application/json; charset=utf-8' })).status).toBe(200);
    expect((await send('{"heartbeat":{"intervalMs":7000}}', { 'Content-Type': 'text/plain' })).status).toBe(200);
    expect(gateway.stats().settings.intervalMs.value).toBe(7_000);
    expect((await send('{"heartbeat":{"intervalMs":7}}')).status).toBe(422);
  });

  it('survives a client that disconnects in the middle of its body', async () => {
    const { port, gateway } = await startGateway({ admin });
    const half = await rawSocket(port);
    half.write(
      `PATCH /heartbeat/settings HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${OPERATOR}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    );
    half.resetAndDestroy();
    const answer = await ask(port, 'PATCH', '/heartbeat/settings', { token: OPERATOR, body: '{"intervalMs":6000}' });
    expect(answer.status).toBe(200);
    expect(gateway.stats().settings.intervalMs.value).toBe(6_000);
  });

  it.each([
    ['withdrawn', null, 401],
    ['a viewer’s by then', 'viewer', 403],
  ] as const)(
    'carries no change out when its sender’s right is %s while the body is read',
    async (_what, then, status) => {
      let role: 'operator' | 'viewer' | null = 'operator';
      const { port, gateway, events } = await startGateway({ admin: { authorize: () => role } });
      const slow = await rawSocket(port);
      slow.write('PATCH /heartbeat/settings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 19\r\n\r\n{"intervalMs":');
      // Another request is answered, so the first one has been let in.
      expect((await ask(port, 'GET', '/heartbeat/me')).status).toBe(200);
      role = then;
      slow.write('5000}');
      await waitFor('the answer', () => slow.text() !== '');
      expect(slow.text()).toContain(`HTTP/1.1 ${status} `);
      expect(gateway.stats().settings.version).toBe(1);
      expect(events).toMatchObject([{ kind: 'admin.refused', action: 'PATCH /settings', status }]);
    },
  );

  it('carries no change out once the gateway is closed, and goes on answering reads', async () => {
    const { server, port } = await startServer(
      createServer((request, response) => void gateway.handle(request, response)),
    );
    const gateway = createHeartbeatGateway({ ...QUIET, server, admin });
    const slow = await rawSocket(port);
    slow.write(
      `PATCH /heartbeat/settings HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${OPERATOR}\r\n` +
        'Content-Length: 19\r\n\r\n{"intervalMs":',
    );
    expect((await ask(port, 'GET', '/heartbeat/me', { token: OPERATOR })).status).toBe(200);
    await gateway.close();
    slow.write('5000}');
    await waitFor('the answer', () => slow.text() !== '');
    expect(slow.text()).toContain('HTTP/1.1 503 ');
    for (const [method, path, body] of [
      ['PATCH', 'settings', '{"intervalMs":5000}'],
      ['PUT', 'notice', '{"text":{"en":"x"}}'],
      ['DELETE', 'notice', undefined],
      ['POST', 'drain', undefined],
      ['DELETE', 'peers/x', undefined],
    ] as const) {
      const more = body === undefined ? {} : { body };
      expect((await ask(port, method, `/heartbeat/${path}`, { token: OPERATOR, ...more })).status).toBe(503);
      expect((await ask(port, method, `/heartbeat/${path}`, { token: VIEWER, ...more })).status).toBe(403);
    }
    expect((await ask(port, 'GET', '/heartbeat/settings', { token: VIEWER })).status).toBe(200);
    expect(gateway.stats().settings.version).toBe(1);
  });

  it('lists peers, and disconnects one for an operator', async () => {
    const { port, url, gateway } = await startGateway({ admin });
    const client = await join(url);
    await join(url);
    const list = JSON.parse((await ask(port, 'GET', '/heartbeat/peers?limit=1', { token: VIEWER })).text);
    const [first, second] = [...gateway.peers];
    expect(list).toMatchObject({
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
    expect((await ask(port, 'DELETE', '/heartbeat/peers/unknown', { token: OPERATOR })).status).toBe(404);
    expect((await ask(port, 'DELETE', `/heartbeat/peers/${first?.id}`, { token: OPERATOR })).status).toBe(204);
    expect((await client.closed).code).toBe(1000);
    await waitFor('one peer', () => gateway.peers.size === 1);
    expect(gateway.peers.get(second?.id ?? '')).toBe(second);
    expect(gateway.stats().closed.operator).toBe(1);
  });
});

describe('GET /heartbeat/me', () => {
  it('says who asks', async () => {
    const { port } = await startGateway({ admin });
    const me = async (token: string) => JSON.parse((await ask(port, 'GET', '/heartbeat/me', { token })).text);
    expect(await me(OPERATOR)).toEqual({ role: 'operator', subject: 'operator' });
    expect(await me(VIEWER)).toEqual({ role: 'viewer', subject: 'viewer' });
  });
});

describe('/heartbeat/drain', () => {
  const drain = (port: number, token: string, body?: string) =>
    ask(port, 'POST', '/heartbeat/drain', { token, ...(body === undefined ? {} : { body }) });

  it('begins a drain for an operator only', async () => {
    const { gateway, url, port } = await startGateway({ admin });
    const client = await join(url);
    expect((await drain(port, VIEWER)).status).toBe(403);
    expect((await drain(port, 'wrong')).status).toBe(401);
    expect((await ask(port, 'GET', '/heartbeat/healthz')).status).toBe(200);
    const answer = await drain(port, OPERATOR, '{"overMs":50}');
    expect(answer.status).toBe(202);
    expect(JSON.parse(answer.text)).toEqual({ connections: 1, overMs: 50, windowMs: 0 });
    expect((await client.closed).code).toBe(1012);
    await waitFor('the last peer to go', () => gateway.peers.size === 0);
    expect((await ask(port, 'GET', '/heartbeat/healthz')).status).toBe(503);
  });

  it('says how far it is', async () => {
    const { gateway, url, port } = await startGateway({ admin });
    await join(url);
    const progress = async () => JSON.parse((await ask(port, 'GET', '/heartbeat/drain', { token: VIEWER })).text);
    expect(await progress()).toEqual({ status: 'accepting', connections: 1, drain: null });
    const before = Date.now();
    await drain(port, OPERATOR, '{"overMs":60000}');
    const { drain: plan, ...now } = await progress();
    expect(now).toEqual({ status: 'draining', connections: 1 });
    expect(plan).toEqual({ connections: 1, overMs: 60_000, windowMs: 2, startedAt: expect.any(Number) });
    expect(plan.startedAt).toBeGreaterThanOrEqual(before);
    await gateway.close();
  });

  it('refuses an invalid body, and takes none for the default', async () => {
    const { port } = await startGateway({ admin });
    expect((await drain(port, OPERATOR, '{')).status).toBe(400);
    expect((await drain(port, OPERATOR, '{"overMs":-1}')).status).toBe(422);
    expect((await drain(port, OPERATOR, '{"over":1}')).status).toBe(422);
    expect(JSON.parse((await drain(port, OPERATOR)).text)).toMatchObject({ overMs: 25_000 });
  });
});
