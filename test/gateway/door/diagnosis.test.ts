import { createServer } from 'node:http';
import express from 'express';
import fastify from 'fastify';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { createHeartbeatGateway, type AuthenticationContext } from '../../../src/gateway/index.js';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import {
  ask,
  join,
  QUIET,
  rawSocket,
  startGateway,
  startServer,
  upgradeStatus,
} from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

const PAGE = 'https://app.example.com';

/** A question as bytes. */
const ASKING = 'GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';

/** Asks as a page does whose dials fail. */
async function diagnose(port: number, headers: Record<string, string> = {}, path = '/ws?room=1') {
  const answer = await ask(port, 'GET', path, { headers });
  return { ...answer, problem: JSON.parse(answer.text) as Record<string, unknown> };
}

describe('a client that asks why its sockets are refused', () => {
  it.each(['/heartbeat/ws', '/heartbeat'])('learns it at %s too, beside the admin interface', async (path) => {
    const { port } = await startGateway({ path, admin: { viewerToken: 'viewer-token' } });
    const at = async (asked: string) => fetch(`http://127.0.0.1:${port}${asked}`, { redirect: 'manual' });
    expect(await (await at(path)).json()).toMatchObject({ type: 'urn:heartbeat:upgrade-required', status: 426 });
    expect((await at('/heartbeat/healthz')).status).toBe(200);
    expect((await at('/heartbeat/stats')).status).toBe(401);
  });

  it('learns that HTTP passes and the upgrade does not', async () => {
    const { port, gateway } = await startGateway();
    const { status, headers, problem } = await diagnose(port);
    expect(status).toBe(426);
    expect(headers).toMatchObject({
      upgrade: 'websocket',
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      vary: 'Origin',
    });
    expect(problem).toMatchObject({ type: 'urn:heartbeat:upgrade-required', status: 426 });
    expect(gateway.stats().counters.rejected).toBe(0);
  });

  it('learns that the gateway drains', async () => {
    const { port, gateway } = await startGateway();
    await gateway.drain();
    const { status, problem, headers } = await diagnose(port);
    expect(status).toBe(503);
    expect(problem).toMatchObject({ type: 'urn:heartbeat:draining', retryAfterMs: 5_000 });
    expect(headers['retry-after']).toBe('5');
    expect(gateway.stats().counters.rejected).toBe(0);
  });

  it.each([
    ['in all', { maxConnections: 1 }, 503],
    ['of its address', { maxConnectionsPerAddress: 1 }, 429],
  ])('learns that there are too many connections %s, and takes no place itself', async (_which, limits, status) => {
    const { port, url, gateway } = await startGateway(limits);
    expect((await diagnose(port)).status).toBe(426);
    expect((await diagnose(port)).status).toBe(426);
    await join(url);
    const full = await diagnose(port);
    expect(full).toMatchObject({ status, problem: { type: 'urn:heartbeat:overloaded', retryAfterMs: 5_000 } });
    expect(gateway.stats().counters.rejected).toBe(0);
  });

  it('takes from the accept rate, as a dial does', async () => {
    const { port, url } = await startGateway({ clock: createGatewayClock(), admitPerSecond: 2 });
    await diagnose(port);
    await diagnose(port);
    expect(await diagnose(port)).toMatchObject({
      status: 503,
      problem: { type: 'urn:heartbeat:overloaded', retryAfterMs: 1_000 },
    });
    expect((await upgradeStatus(url)).status).toBe(503);
  });

  it('learns of its credentials, and sees no password dialog', async () => {
    const purposes: AuthenticationContext['purpose'][] = [];
    const { port, url } = await startGateway({
      authenticate: ({ headers }, { purpose }) => {
        purposes.push(purpose);
        if (headers.cookie === 'good') return true;
        return headers.cookie === 'banned' ? 'forbidden' : 'unauthorized';
      },
    });
    const unauthorized = await diagnose(port);
    expect(unauthorized).toMatchObject({ status: 401, problem: { type: 'urn:heartbeat:unauthorized' } });
    expect(unauthorized.headers['www-authenticate']).toBeUndefined();
    expect(await diagnose(port, { Cookie: 'banned' })).toMatchObject({
      status: 403,
      problem: { type: 'urn:heartbeat:forbidden' },
    });
    expect((await diagnose(port, { Cookie: 'good' })).status).toBe(426);
    await upgradeStatus(url);
    expect(purposes).toEqual(['diagnosis', 'diagnosis', 'diagnosis', 'upgrade']);
  });

  it('learns that the application does not answer', async () => {
    const { port } = await startGateway({ authenticate: () => new Promise(() => {}), handshakeTimeoutMs: 20 });
    expect(await diagnose(port)).toMatchObject({ status: 503, problem: { type: 'urn:heartbeat:overloaded' } });
  });

  it.each<[string, string, (socket: Socket) => void]>([
    ['resets its connection', ASKING, (socket) => void socket.resetAndDestroy()],
    ['ends its connection', ASKING, (socket) => void socket.end()],
    ['asks twice at once and leaves', ASKING + ASKING, (socket) => void socket.destroy()],
  ])('gives its place back when it %s during `authenticate`', async (_how, bytes, leave) => {
    let asked = 0;
    const { port, url } = await startGateway({
      maxConnections: bytes.length / ASKING.length,
      handshakeTimeoutMs: 60_000,
      authenticate: (_request, { purpose }) => {
        asked += 1;
        return purpose === 'upgrade' || new Promise(() => {});
      },
    });
    const socket = await rawSocket(port);
    socket.write(bytes);
    await waitFor('the questions', () => asked === bytes.length / ASKING.length);
    expect((await upgradeStatus(url)).status).toBe(503);
    leave(socket);
    await waitFor('the place', async () => (await upgradeStatus(url)).status === 101);
  });

  it('is answered for exactly the pages that may connect', async () => {
    const { port } = await startGateway({ origins: [PAGE] });
    const asked = await diagnose(port, { Origin: PAGE, 'Sec-Fetch-Site': 'cross-site' });
    expect(asked.status).toBe(426);
    expect(asked.headers).toMatchObject({
      'access-control-allow-origin': PAGE,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    });
    for (const headers of [
      { Origin: 'https://evil.test' },
      { Origin: 'http://localhost:5173' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
    ] as Record<string, string>[]) {
      const refused = await diagnose(port, headers);
      expect(refused).toMatchObject({ status: 403, problem: { type: 'urn:heartbeat:forbidden' } });
      expect(refused.headers['access-control-allow-origin']).toBeUndefined();
      expect(refused.text).not.toContain(PAGE);
    }
  });

  it('needs no Origin for a page of the gateway’s own host, whose browser sends none', async () => {
    const { port } = await startGateway({ requireOrigin: true });
    expect((await diagnose(port, { 'Sec-Fetch-Site': 'same-origin' })).status).toBe(426);
    expect((await diagnose(port)).status).toBe(403);
  });

  it('asks in vain for another path, by another method, or at `/`', async () => {
    const { port } = await startGateway();
    expect((await ask(port, 'GET', '/ws/')).status).toBe(404);
    expect((await ask(port, 'POST', '/ws')).status).toBe(404);
    const atRoot = await startGateway({ path: '/' });
    expect((await ask(atRoot.port, 'GET', '/')).status).toBe(404);
  });
});

it.each([
  ['Upgrade', { Connection: 'Upgrade' }],
  ['Connection', { Upgrade: 'websocket', Connection: 'close' }],
])(
  'a handshake that has lost its %s header is counted, and the log says what the proxy must pass on',
  async (_name, rest) => {
    const { port, gateway, events } = await startGateway();
    const headers = { 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version': '13', ...rest };
    expect((await diagnose(port, headers)).status).toBe(426);
    expect(gateway.stats().refused.upgrade_missing).toBe(1);
    expect(events).toMatchObject([{ kind: 'peer.rejected', reason: 'upgrade_missing', status: 426 }]);
    expect(events[0]).toHaveProperty('message', expect.stringContaining('proxy_set_header Upgrade $http_upgrade'));
  },
);

describe('`handle`', () => {
  it('answers in an Express app, and leaves all else to it', async () => {
    const app = express();
    app.use((request, response, next) => {
      if (!gateway.handle(request, response)) next();
    });
    app.get('/', (_request, response) => void response.send('the app'));
    const { server, port } = await startServer(createServer(app));
    const gateway = createHeartbeatGateway({ ...QUIET, server });
    onTestFinished(() => gateway.close());
    expect((await diagnose(port)).status).toBe(426);
    expect((await ask(port, 'GET', '/')).text).toBe('the app');
  });

  it('answers in a Fastify app', async () => {
    const app = fastify();
    onTestFinished(() => app.close());
    const gateway = createHeartbeatGateway({ ...QUIET, server: app.server });
    onTestFinished(() => gateway.close());
    app.addHook('onRequest', async (request, reply) => {
      if (gateway.handle(request.raw, reply.raw)) reply.hijack();
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    expect((await diagnose((app.server.address() as AddressInfo).port)).status).toBe(426);
  });

  it('does not answer for a WebSocketServer of the application', async () => {
    const wss = new WebSocketServer({ noServer: true });
    const { port } = await startServer(
      createServer((request, response) => {
        if (!gateway.handle(request, response)) response.end('the app');
      }),
    );
    const gateway = createHeartbeatGateway({ ...QUIET, wss });
    onTestFinished(() => gateway.close());
    expect((await ask(port, 'GET', '/ws')).text).toBe('the app');
  });
});
