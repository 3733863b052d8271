import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createAdminClient } from '../../src/admin/createAdminClient.js';
import { ADMIN, startGateway, startServer } from '../support/gateway/gateways.js';

const OPERATOR = ADMIN.operatorToken;

async function clientOf(token: string = OPERATOR) {
  const { gateway, port } = await startGateway({ admin: ADMIN });
  return { gateway, port, client: createAdminClient({ baseUrl: `http://127.0.0.1:${port}/heartbeat/`, token }) };
}

/** A client of something that is no gateway. */
async function clientOfServer(answer: RequestListener, timeoutMs?: number) {
  const { port } = await startServer(createServer(answer));
  return createAdminClient({ baseUrl: `http://127.0.0.1:${port}/heartbeat`, token: OPERATOR, timeoutMs });
}

describe('createAdminClient', () => {
  it('reads what a gateway answers', async () => {
    const { client, gateway } = await clientOf();
    expect(await client.me()).toEqual({ ok: true, value: { role: 'operator', subject: 'operator' } });
    expect(await client.settings()).toEqual({ ok: true, value: gateway.stats().settings });
    expect(await client.drain()).toMatchObject({ ok: true, value: { status: 'accepting' } });
    expect(await client.peers({ limit: 5 })).toEqual({
      ok: true,
      value: { total: 0, matching: 0, nextCursor: null, peers: [] },
    });
  });

  it('changes settings, and refuses a change that was made for another version', async () => {
    const { client, gateway } = await clientOf();
    const changed = await client.changeSettings({ intervalMs: 20_000 }, 1);
    expect(changed).toMatchObject({
      ok: true,
      value: { version: 2, intervalMs: { value: 20_000, source: 'runtime' } },
    });
    expect(await client.changeSettings({ intervalMs: 30_000 }, 1)).toMatchObject({ ok: false, status: 412 });
    expect(gateway.stats().settings.intervalMs.value).toBe(20_000);
  });

  it('tells a refusal as a value, with the gateway’s words', async () => {
    const { client } = await clientOf();
    const refused = await client.changeSettings({ intervalMs: 1 });
    expect(refused).toMatchObject({ ok: false, status: 422, problem: { detail: /intervalMs must be/ } });
    expect(await client.disconnect('unknown')).toMatchObject({ ok: false, status: 404 });
    const viewer = (await clientOf(ADMIN.viewerToken)).client;
    expect(await viewer.beginDrain()).toMatchObject({ ok: false, status: 403 });
    expect(await (await clientOf('wrong')).client.me()).toMatchObject({ ok: false, status: 401 });
  });

  it('sends the token in a header only, and to no other host', async () => {
    const seen: { url: string | undefined; headers: IncomingHttpHeaders }[] = [];
    const elsewhere = await startServer(createServer(({ url, headers }) => void seen.push({ url, headers })));
    const client = await clientOfServer(({ url, headers }, response) => {
      seen.push({ url, headers });
      response.writeHead(302, { Location: `http://127.0.0.1:${elsewhere.port}/heartbeat/me` }).end();
    });
    expect(await client.me()).toMatchObject({ ok: false, status: 0 });
    expect(await client.peers({ q: 'a b&c', limit: undefined })).toMatchObject({ ok: false });
    expect(seen.map(({ url }) => url)).toEqual(['/heartbeat/me', '/heartbeat/peers?q=a+b%26c']);
    expect(seen.every(({ headers }) => headers.authorization === `Bearer ${OPERATOR}`)).toBe(true);
    expect(seen.some(({ headers }) => 'referer' in headers || 'cookie' in headers)).toBe(false);
  });

  it.each([
    ['another page', 200, '<!doctype html>'],
    ['JSON of another shape', 200, '{"role":"king"}'],
    ['a proxy whose gateway is gone', 502, 'Bad Gateway'],
    ['a body that is cut', 200, '{"role":"opera'],
  ])('says that %s is no answer', async (_, status, body) => {
    const client = await clientOfServer((request, response) => response.writeHead(status).end(body));
    expect(await client.me()).toMatchObject({ ok: false, status: 0 });
  });

  it('gives up on a gateway that is silent, or not there', async () => {
    const silent = await clientOfServer(() => {}, 50);
    expect(await silent.me()).toMatchObject({ ok: false, status: 0 });
    const nowhere = createAdminClient({ baseUrl: 'http://127.0.0.1:1/heartbeat', token: OPERATOR });
    expect(await nowhere.me()).toMatchObject({ ok: false, status: 0 });
  });

  it.each(['secret\nword', 'secret–word'])(
    'is refused with a token that no header holds, and does not tell it: %j',
    async (token) => {
      const { client } = await clientOf(token);
      const refused = await client.me();
      expect(refused).toMatchObject({ ok: false, status: 401 });
      expect(JSON.stringify(refused)).not.toContain('secret');
      for await (const item of client.events()) expect(item).toMatchObject({ type: 'ended', status: 401 });
    },
  );

  it('throws at nothing that no header holds', async () => {
    const { client } = await clientOf();
    const items = [];
    for await (const item of client.events({ after: '1\n2' })) items.push(item);
    expect(items).toMatchObject([{ type: 'ended', status: 0 }]);
    expect(await client.changeSettings({ intervalMs: 20_000 }, '1\n2' as never)).toMatchObject({
      ok: false,
      status: 0,
    });
  });

  it.each([Infinity, 2_147_483_648, 4_294_967_296])(
    'waits as long as it takes with a time limit of %d',
    async (timeoutMs) => {
      const client = await clientOfServer((request, response) => {
        setTimeout(() => response.end('{"role":"operator","subject":"operator"}'), 50);
      }, timeoutMs);
      expect(await client.me()).toMatchObject({ ok: true });
    },
  );

  it('asks for an id as it is, whatever is in it', async () => {
    const urls: (string | undefined)[] = [];
    const client = await clientOfServer(({ url }, response) => {
      urls.push(url);
      response.writeHead(404, { 'Content-Type': 'application/problem+json' });
      response.end('{"type":"about:blank","title":"Not Found","status":404}');
    });
    await client.timeline('../settings?x=1');
    expect(urls).toEqual(['/heartbeat/sessions/..%2Fsettings%3Fx%3D1/timeline']);
  });
});
