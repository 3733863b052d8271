import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { placeInDrain, planDrain, returnHint } from '../../../src/gateway/peers/drainPlan.js';
import { createHeartbeatGateway, HeartbeatOptionError } from '../../../src/gateway/index.js';
import { ask, dispose, join, startGateway, startServer, until, upgradeStatus } from '../../support/gateway/gateways.js';

describe('the plan', () => {
  it('has a window for all to come in elsewhere, with headroom, and never past the deadline', () => {
    expect(planDrain(10_000, 1_000, 60_000).windowMs).toBe(20_000);
    expect(planDrain(100_000, 1_000, 60_000).windowMs).toBe(59_000);
    expect(planDrain(1_000, Number.POSITIVE_INFINITY, 60_000).windowMs).toBe(0);
    expect(planDrain(1_000, 1_000, 0).windowMs).toBe(0);
  });

  it.each([
    [2_000, 100, 60_000],
    [10_000, 1_000, 25_000],
    [100_000, 10_000, 25_000],
    [40, 1_000, 10_000],
  ])('of %i connections, %i admitted a second, over %i ms, is even', (connections, admit, overMs) => {
    const plan = planDrain(connections, admit, overMs);
    const places = Array.from({ length: connections }, (_, place) => placeInDrain(plan, place));
    const arrivals = new Map<number, number>();
    const closes = new Map<number, number>();
    const count = (bins: Map<number, number>, at: number) =>
      bins.set(Math.floor(at / 1_000), (bins.get(Math.floor(at / 1_000)) ?? 0) + 1);
    for (const { afterMs, leaveMs, closeMs } of places) {
      count(arrivals, afterMs + Math.random() * leaveMs);
      count(closes, closeMs);
    }
    // Nobody is closed before it could have left by itself, nor after the deadline.
    expect(places.filter(({ afterMs, leaveMs, closeMs }) => closeMs < afterMs + leaveMs || closeMs > overMs)).toEqual(
      [],
    );
    expect(Math.max(...arrivals.values())).toBeLessThanOrEqual(admit);
    const secondsOfCloses = (overMs - 2_000) / 1_000;
    expect(Math.max(...closes.values())).toBeLessThanOrEqual(Math.ceil(connections / secondsOfCloses) + 1);
  });

  it('that is too short for its connections closes them all by the deadline', () => {
    for (const [connections, overMs] of [
      [100_000, 25_000],
      [3, 1_000],
      [1, 0],
    ] as const) {
      const plan = planDrain(connections, 1_000, overMs);
      const last = placeInDrain(plan, connections - 1);
      expect(last.closeMs).toBeLessThanOrEqual(overMs);
      expect(last.afterMs + last.leaveMs).toBeLessThanOrEqual(plan.windowMs);
    }
  });
});

describe('the hint to those that are closed', () => {
  const windowOf = (...crowd: Parameters<typeof returnHint>): unknown => JSON.parse(returnHint(...crowd)).windowMs;

  it('is five seconds, more for a crowd that needs more, and less by what the drain has spread already', () => {
    expect(windowOf(10, 1_000)).toBe(5_000);
    expect(windowOf(10_000, 1_000)).toBe(20_000);
    expect(windowOf(10_000, 1_000, 15_000)).toBe(5_000);
    expect(windowOf(10_000, 1_000, 60_000)).toBe(250);
    expect(windowOf(10_000, Number.POSITIVE_INFINITY)).toBe(5_000);
    expect(windowOf(Number.MAX_SAFE_INTEGER, 1)).toBe(2_147_483_647);
  });
});

describe('a drain', () => {
  it('turns readiness and newcomers away at once, and tells each client when to leave', async () => {
    const { gateway, url, port, events } = await startGateway({ admitPerSecond: 10 });
    const clients = await Promise.all([join(url), join(url), join(url), join(url)]);
    const drained = gateway.drain({ overMs: 1_600 });
    expect(await ask(port, 'GET', '/heartbeat/healthz')).toMatchObject({ status: 503, text: '{"status":"draining"}' });
    expect(await upgradeStatus(url)).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    const frames = await Promise.all(clients.map((client) => client.frame('heartbeat.reconnect')));
    for (const frame of frames) expect(frame).toMatchObject({ reason: 'restart', windowMs: 250 });
    expect(events.filter(({ kind }) => kind === 'drain.started')).toMatchObject([{ overMs: 1_600, connections: 4 }]);
    // It goes on serving whom it has.
    clients[0]?.send('{"type":"ping","id":3}');
    await clients[0]?.frame('pong');
    // This one leaves as it was asked; the others do not understand, and are closed.
    clients[0]?.socket.close(1000);
    const ends = await Promise.all(clients.slice(1).map(({ closed }) => closed));
    // The 3.4 s that are left of five after the 1.6 of this drain.
    const reason = '{"afterMs":0,"windowMs":3400,"reason":"restart"}';
    expect(ends).toEqual(ends.map(() => ({ code: 1012, reason })));
    await drained;
    expect(gateway.stats()).toMatchObject({ connections: 0, closed: { drain: 4, normal: 0, shutdown: 0 } });
  });

  it('has a hard deadline: a deaf peer is terminated after it', async () => {
    const { gateway, url } = await startGateway({ closeTimeoutMs: 50 });
    const deaf = await join(url, 'silent');
    deaf.socket.pause();
    const startedAt = performance.now();
    await gateway.drain({ overMs: 100 });
    expect(gateway.peers.size).toBe(0);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(100);
  });

  it('at once, asked for twice, and then closed', async () => {
    const { gateway, url } = await startGateway();
    const client = await join(url);
    await Promise.all([gateway.drain({ overMs: 0 }), gateway.drain()]);
    expect((await client.closed).code).toBe(1012);
    await gateway.close();
  });

  it('over nothing that can be meant is refused, and has not begun', async () => {
    const { gateway, url } = await startGateway();
    await expect(gateway.drain({ overMs: -1 })).rejects.toThrow(HeartbeatOptionError);
    await join(url);
  });

  it('closes who still comes through a wss of the application', async () => {
    const server = createServer();
    const wss = new WebSocketServer({ server });
    const { port } = await startServer(server);
    const gateway = createHeartbeatGateway({ wss, env: {}, configFile: false, closeTimeoutMs: 100 });
    dispose(() => gateway.close());
    await gateway.drain();
    const late = await join(`ws://127.0.0.1:${port}/`);
    expect((await late.closed).code).toBe(1012);
  });
});

describe('POST /heartbeat/drain', () => {
  const admin = { operatorToken: 'operator', viewerToken: 'viewer' };
  const drain = (port: number, token: string, body?: string) =>
    ask(port, 'POST', '/heartbeat/drain', { token, ...(body === undefined ? {} : { body }) });

  it('begins a drain for an operator, and for nobody else', async () => {
    const { gateway, url, port } = await startGateway({ admin });
    const client = await join(url);
    expect((await drain(port, 'viewer')).status).toBe(403);
    expect((await drain(port, 'wrong')).status).toBe(401);
    expect((await ask(port, 'GET', '/heartbeat/healthz')).status).toBe(200);
    const answer = await drain(port, 'operator', '{"overMs":50}');
    expect(answer.status).toBe(202);
    expect(JSON.parse(answer.text)).toEqual({ connections: 1, overMs: 50, windowMs: 0 });
    expect((await client.closed).code).toBe(1012);
    await until('nobody', () => gateway.peers.size === 0);
    expect((await ask(port, 'GET', '/heartbeat/healthz')).status).toBe(503);
  });

  it('asks for sense', async () => {
    const { port } = await startGateway({ admin });
    expect((await drain(port, 'operator', '{')).status).toBe(400);
    expect((await drain(port, 'operator', '{"overMs":-1}')).status).toBe(422);
    expect((await drain(port, 'operator', '{"over":1}')).status).toBe(422);
    expect((await ask(port, 'GET', '/heartbeat/drain', { token: 'operator' })).status).toBe(405);
    expect(JSON.parse((await drain(port, 'operator')).text)).toMatchObject({ overMs: 25_000 });
  });
});
