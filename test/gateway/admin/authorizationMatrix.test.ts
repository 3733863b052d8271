import { createHash } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ADMIN_ROUTES } from '../../../src/admin/routes.js';
import { makeFolder } from '../../support/folder.js';
import { ask, rawSocket, startGateway } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

const OPERATOR = 'SENTINEL-operator';
const VIEWER = 'SENTINEL-viewer';
const ADA = 'SENTINEL-ada';
const GONE = 'SENTINEL-rotated-away';

/** The routes that there are, with bodies that are refused only after the right to send them was checked. */
const ROUTES = Object.values(ADMIN_ROUTES)
  .filter((route) => !('isPlanned' in route) && route.needs !== null)
  .map(({ method, path, needs }) => ({ method, path: path.replace('{id}', 'none'), needs: needs ?? 'viewer' }));

type Verdict = 'unknown' | 'forbidden' | 'let through';

/** An order that makes no sense, and a thing that is not there, are found out after the right was. */
function verdictOf(status: number): Verdict {
  if (status === 401 || status === 429) return 'unknown';
  return status === 403 ? 'forbidden' : 'let through';
}

function wantedOf(role: Sender[2], needs: 'operator' | 'viewer'): Verdict {
  if (role === null) return 'unknown';
  return role === 'viewer' && needs === 'operator' ? 'forbidden' : 'let through';
}

/** A gateway with every kind of token, all of whose records and logs are kept. */
async function start() {
  const path = join(makeFolder(), 'tokens.json');
  const write = (...tokens: [string, string, string][]): void => {
    const entries = tokens.map(([subject, role, token]) => ({
      subject,
      role,
      sha256: createHash('sha256').update(token).digest('hex'),
    }));
    writeFileSync(`${path}.new`, JSON.stringify({ tokens: entries }));
    renameSync(`${path}.new`, path);
  };
  write(['ada', 'operator', ADA], ['bob', 'operator', GONE]);
  const logged: string[] = [];
  const log = (record: object, kind: string): void => void logged.push(JSON.stringify(record) + kind);
  const started = await startGateway({
    env: { HEARTBEAT_ADMIN_TOKEN: OPERATOR, HEARTBEAT_VIEWER_TOKEN: VIEWER, HEARTBEAT_TOKENS_FILE: path },
    logger: { debug: log, info: log, warn: log, error: log },
  });
  const { port } = started;
  await waitFor(
    'the token that will go',
    async () => (await ask(port, 'GET', '/heartbeat/me', { token: GONE })).status === 200,
  );
  write(['ada', 'operator', ADA]);
  await waitFor('its end', async () => (await ask(port, 'GET', '/heartbeat/me', { token: GONE })).status === 401);
  return { ...started, logged };
}

type Sender = readonly [
  who: string,
  request: { token?: string; headers?: Record<string, string>; query?: string },
  role: 'operator' | 'viewer' | null,
];

const SENDERS: readonly Sender[] = [
  ['no token', {}, null],
  ['a wrong token', { token: 'SENTINEL-wrong' }, null],
  ['a token that was rotated away', { token: GONE }, null],
  ['a token in the address', { query: `?token=${OPERATOR}&access_token=${OPERATOR}` }, null],
  ['a token as a cookie', { headers: { Cookie: `token=${OPERATOR}` } }, null],
  ['a token without its scheme', { headers: { Authorization: OPERATOR } }, null],
  ['the header of a proxy that is none', { headers: { 'X-Forwarded-Email': 'ada', 'X-Forwarded-User': 'ada' } }, null],
  ['a viewer', { token: VIEWER }, 'viewer'],
  [
    'a viewer of another site',
    { token: VIEWER, headers: { Origin: 'https://evil.test', 'Sec-Fetch-Site': 'cross-site' } },
    'viewer',
  ],
  ['an operator', { token: OPERATOR }, 'operator'],
  ['a named operator', { token: ADA }, 'operator'],
];

describe('the right to each route', () => {
  it.each(SENDERS)('of %s is what it should be', async (_who, { token, headers, query = '' }, role) => {
    const { port, events, logged, gateway } = await start();
    const found: Record<string, Verdict> = {};
    for (const { method, path } of ROUTES) {
      // oxlint-disable-next-line no-await-in-loop -- the limit of failures counts them in their order
      const answer = await ask(port, method, `/heartbeat${path}${query}`, {
        ...(method === 'GET' || method === 'DELETE' ? {} : { body: '{"no":"order"}' }),
        ...(token === undefined ? {} : { token }),
        ...(headers === undefined ? {} : { headers }),
      });
      found[`${method} ${path}`] = verdictOf(answer.status);
      expect(answer.text).not.toContain('SENTINEL');
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    const wanted = ROUTES.map(({ method, path, needs }) => [`${method} ${path}`, wantedOf(role, needs)]);
    expect(found).toEqual(Object.fromEntries(wanted));
    expect(gateway.stats().settings.version).toBe(1);
    expect(JSON.stringify(events) + logged.join('')).not.toContain('SENTINEL');
  });

  it('is not given to two headers at once, in either order', async () => {
    const { port } = await start();
    for (const tokens of [
      [OPERATOR, 'wrong'],
      ['wrong', OPERATOR],
    ]) {
      const socket = await rawSocket(port);
      socket.write(
        `GET /heartbeat/me HTTP/1.1\r\nHost: 127.0.0.1\r\n${tokens.map((token) => `Authorization: Bearer ${token}\r\n`).join('')}\r\n`,
      );
      await waitFor('the answer', () => socket.text().includes('\r\n\r\n'));
      expect(socket.text()).toMatch(/^HTTP\/1\.1 401 /);
      socket.destroy();
    }
  });
});

describe('a port for the admin interface alone', () => {
  it('answers there and not beside the sockets, where only load balancers are answered', async () => {
    const { gateway, port } = await startGateway({ admin: { port: 0, operatorToken: OPERATOR } });
    const admin = gateway.adminAddress();
    expect(admin).toMatchObject({ address: '127.0.0.1' });
    expect(admin?.port).not.toBe(port);
    const get = (at: number, path: string) => ask(at, 'GET', path, { token: OPERATOR });
    expect((await get(admin?.port ?? 0, '/heartbeat/settings')).status).toBe(200);
    expect((await get(admin?.port ?? 0, '/heartbeat/healthz')).status).toBe(200);
    expect((await get(admin?.port ?? 0, '/ws')).status).toBe(404);
    expect((await get(port, '/heartbeat/settings')).status).toBe(404);
    expect((await get(port, '/heartbeat/')).status).toBe(404);
    expect((await get(port, '/heartbeat/healthz')).status).toBe(200);
    await gateway.close();
    await expect(get(admin?.port ?? 0, '/heartbeat/healthz')).rejects.toThrow('ECONNREFUSED');
  });

  it('that is taken makes `ready` reject, and a host without a port is refused', async () => {
    const { port } = await startGateway();
    await expect(startGateway({ admin: { port, operatorToken: OPERATOR } })).rejects.toThrow('is taken');
    await expect(startGateway({ admin: { host: '0.0.0.0' } })).rejects.toThrow('admin.host');
  });
});
