import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createHeartbeatGateway } from '../../../../src/gateway/index.js';
import { createGatewayClock } from '../../../support/gateway/gatewayClock.js';
import { ADMIN as admin, ask, join, QUIET, rawSocket, startGateway } from '../../../support/gateway/gateways.js';
import { sleep, waitFor } from '../../../support/waitFor.js';

const OPERATOR = admin.operatorToken;
const VIEWER = admin.viewerToken;
const ROUTES = ['/heartbeat/metrics', '/heartbeat/settings', '/heartbeat/stats', '/heartbeat/peers'];

describe('authorization', () => {
  it('turns the admin interface off without tokens and `authorize`, except for healthz', async () => {
    const { port } = await startGateway();
    expect(await ask(port, 'GET', '/heartbeat/healthz')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    for (const path of [...ROUTES, '/heartbeat', '/heartbeat/peers/x']) {
      expect((await ask(port, 'GET', path, { token: OPERATOR })).status).toBe(404);
    }
    expect((await ask(port, 'PATCH', '/heartbeat/settings', { body: '{"intervalMs":5000}' })).status).toBe(404);
  });

  it('takes tokens from the environment', async () => {
    const env = { HEARTBEAT_ADMIN_TOKEN: OPERATOR, HEARTBEAT_VIEWER_TOKEN: VIEWER };
    const { port } = await startGateway({ env });
    for (const path of ROUTES) {
      for (const token of [OPERATOR, VIEWER]) expect((await ask(port, 'GET', path, { token })).status).toBe(200);
    }
  });

  it.each([undefined, 'wrong', OPERATOR.slice(0, -1), `${OPERATOR}x`, 'ünïcødé', 'x'.repeat(5_000)])(
    'refuses the token %s with 401, and changes nothing',
    async (token) => {
      const { port, gateway, url } = await startGateway({ admin });
      const client = await join(url);
      const headers = token === undefined ? {} : { Authorization: `Bearer ${Buffer.from(token).toString('latin1')}` };
      const before = gateway.stats().settings;
      const answer = await ask(port, 'PATCH', '/heartbeat/settings', { body: '{"intervalMs":5000}', headers });
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toContain('Bearer');
      const [peer] = gateway.peers;
      expect((await ask(port, 'DELETE', `/heartbeat/peers/${peer?.id}`, { headers })).status).toBe(401);
      expect(gateway.stats().settings).toBe(before);
      expect(client.closeCode).toBeNull();
    },
  );

  it('takes no token from a URL, and never shows one', async () => {
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

  it('lets a viewer read, and change nothing', async () => {
    const { port } = await startGateway({ admin });
    const answer = await ask(port, 'PATCH', '/heartbeat/settings', { token: VIEWER, body: '{"intervalMs":5000}' });
    expect(answer.status).toBe(403);
    expect((await ask(port, 'DELETE', '/heartbeat/peers/x', { token: VIEWER })).status).toBe(403);
  });

  it('answers 429 after ten failures, even to the right token, until the minute is over', async () => {
    const clock = createGatewayClock();
    const { port } = await startGateway({ admin, clock });
    for (let guess = 0; guess < 10; guess += 1) {
      expect((await ask(port, 'GET', '/heartbeat/stats', { token: `guess ${guess}` })).status).toBe(401);
    }
    const locked = await ask(port, 'GET', '/heartbeat/stats', { token: OPERATOR });
    expect(locked.status).toBe(429);
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(50);
    expect((await ask(port, 'GET', '/heartbeat/healthz')).status).toBe(200);
    await clock.advance(60_000);
    expect((await ask(port, 'GET', '/heartbeat/stats', { token: OPERATOR })).status).toBe(200);
  });

  it.each([
    ['by tokens', admin],
    [
      'by a slow function',
      {
        authorize: async ({ headers }: IncomingMessage) => {
          await sleep(20);
          return headers.authorization === `Bearer ${OPERATOR}` ? ('operator' as const) : null;
        },
      },
    ],
  ])('answers 429 to all but ten of the guesses that arrive together (%s)', async (_how, options) => {
    const { port } = await startGateway({ admin: options });
    const socket = await rawSocket(port);
    const guesses = Array.from({ length: 30 }, (_none, guess) => `guess-${guess}`);
    const requests = [...guesses, OPERATOR].map(
      (token) => `GET /heartbeat/me HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`,
    );
    socket.write(requests.join(''));
    const statuses = () => [...socket.text().matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
    await waitFor('all answers', () => statuses().length === requests.length);
    expect(statuses()).toEqual([...Array(10).fill(401), ...Array(21).fill(429)]);
  });

  it('counts guesses, and no request without a token', async () => {
    const { port } = await startGateway({ admin });
    for (let count = 0; count < 20; count += 1) expect((await ask(port, 'GET', '/heartbeat/stats')).status).toBe(401);
    expect((await ask(port, 'GET', '/heartbeat/stats', { token: OPERATOR })).status).toBe(200);
  });

  it.each([
    ['the options', { admin: { operatorToken: `${OPERATOR}\n`, viewerToken: ` ${VIEWER} ` } }],
    ['the environment', { env: { HEARTBEAT_ADMIN_TOKEN: `${OPERATOR}\r\n`, HEARTBEAT_VIEWER_TOKEN: `${VIEWER}\t` } }],
  ])('takes a token of %s without the white space around it', async (_where, options) => {
    const { port } = await startGateway(options);
    for (const token of [OPERATOR, VIEWER]) {
      expect((await ask(port, 'GET', '/heartbeat/stats', { token })).status).toBe(200);
    }
  });

  it.each([
    ['admin.operatorToken', { admin: { operatorToken: 'two words' } }],
    ['admin.viewerToken', { admin: { viewerToken: 'schlüssel' } }],
    ['admin.operatorToken', { admin: { operatorToken: '\n' } }],
    ['HEARTBEAT_ADMIN_TOKEN', { env: { HEARTBEAT_ADMIN_TOKEN: 'a\nb' } }],
  ])('refuses a token in %s that no header can carry, and does not show it', (option, options) => {
    const make = () => createHeartbeatGateway({ ...QUIET, port: 0, ...options });
    expect(make).toThrow(expect.objectContaining({ option }));
    expect(make).not.toThrow(/words|schl|a\\nb/);
  });

  it.each([
    ['Sec-Fetch-Site: cross-site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.test' }, 403],
    ['Sec-Fetch-Site: same-site', { 'Sec-Fetch-Site': 'same-site' }, 403],
    ['a foreign Origin', { Origin: 'https://evil.test' }, 403],
    ['the Origin null', { Origin: 'null' }, 403],
    ['its own Origin', { Origin: 'http://127.0.0.1:PORT' }, 200],
    ['Sec-Fetch-Site: same-origin behind a proxy', { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://a.test' }, 200],
    ['neither, as no browser sends it', {}, 200],
  ])('answers a change with %s, where `authorize` may go by cookies, with %s', async (_what, given, status) => {
    const { port, gateway } = await startGateway({ admin: { authorize: () => 'operator' } });
    const headers = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value.replace('PORT', String(port))]),
    );
    const answer = await ask(port, 'PATCH', '/heartbeat/settings', { body: '{"intervalMs":5000}', headers });
    expect(answer.status).toBe(status);
    expect(gateway.stats().settings.version).toBe(status === 200 ? 2 : 1);
    expect((await ask(port, 'GET', '/heartbeat/stats', { headers })).status).toBe(200);
  });

  it('does not wait for ever for a function that never answers', async () => {
    const { port } = await startGateway({ admin: { authorize: () => new Promise(() => {}) }, handshakeTimeoutMs: 20 });
    expect((await ask(port, 'GET', '/heartbeat/stats')).status).toBe(503);
  });

  it('refuses what a function returns that is no role', async () => {
    const results: unknown[] = [
      undefined,
      'boss',
      {},
      { role: 'operator' },
      { role: 'operator', subject: '' },
      { role: 'operator', subject: ' ' },
      {
        get role(): never {
          throw new Error('SENTINEL');
        },
      },
    ];
    for (const result of results) {
      const { port } = await startGateway({ admin: { authorize: () => result as null } });
      expect((await ask(port, 'GET', '/heartbeat/stats')).status).toBe(401);
    }
  });

  it('can be left to a function, whose errors refuse', async () => {
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
