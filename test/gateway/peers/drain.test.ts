import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { createHeartbeatGateway, HeartbeatOptionError } from '../../../src/gateway/index.js';
import { ask, join, startGateway, startServer, upgradeStatus } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

describe('a drain', () => {
  it('refuses upgrades and readiness at once, and tells each client when to leave', async () => {
    const { gateway, url, port, events } = await startGateway({ admitPerSecond: 10 });
    const clients = await Promise.all([join(url), join(url), join(url), join(url)]);
    const drained = gateway.drain({ overMs: 1_600 });
    expect(await ask(port, 'GET', '/heartbeat/healthz')).toMatchObject({ status: 503, text: '{"status":"draining"}' });
    expect(await upgradeStatus(url)).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    const frames = await Promise.all(clients.map((client) => client.frame('heartbeat.reconnect')));
    for (const frame of frames) expect(frame).toMatchObject({ reason: 'restart', windowMs: 250 });
    expect(events.filter(({ kind }) => kind === 'drain.started')).toMatchObject([{ overMs: 1_600, connections: 4 }]);
    // It goes on serving the connections it has.
    clients[0]?.send('{"type":"ping","id":3}');
    await clients[0]?.frame('pong');
    // This client leaves as it was asked to. The others do not understand, and are closed.
    clients[0]?.socket.close(1000);
    const ends = await Promise.all(clients.slice(1).map(({ closed }) => closed));
    // The 3.4 s that are left of five after the 1.6 s of this drain.
    const reason = '{"afterMs":0,"windowMs":3400,"reason":"restart"}';
    expect(ends).toEqual(ends.map(() => ({ code: 1012, reason })));
    await drained;
    expect(gateway.stats()).toMatchObject({ connections: 0, closed: { drain: 4, normal: 0, shutdown: 0 } });
  });

  it('refuses an upgrade that waits for its authentication, and counts it once', async () => {
    let isAsked = false;
    const authenticate = (): Promise<boolean> => new Promise(() => (isAsked = true));
    const { gateway, url, events } = await startGateway({ authenticate });
    const pending = upgradeStatus(url);
    await waitFor('the question', () => isAsked);
    await gateway.drain();
    expect((await pending).status).toBe(503);
    await gateway.close();
    expect(gateway.stats().counters.rejected).toBe(1);
    expect(events.filter(({ kind }) => kind === 'peer.rejected')).toMatchObject([{ reason: 'draining', status: 503 }]);
  });

  it('terminates a deaf peer after the deadline', async () => {
    const { gateway, url } = await startGateway({ closeTimeoutMs: 50 });
    const deaf = await join(url, 'silent');
    deaf.socket.pause();
    const startedAt = performance.now();
    await gateway.drain({ overMs: 100 });
    expect(gateway.peers.size).toBe(0);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(100);
  });

  it('may take no time, may be requested twice, and may be followed by a close', async () => {
    const { gateway, url } = await startGateway();
    const client = await join(url);
    await Promise.all([gateway.drain({ overMs: 0 }), gateway.drain()]);
    expect((await client.closed).code).toBe(1012);
    await gateway.close();
  });

  it('does not begin with an invalid deadline', async () => {
    const { gateway, url } = await startGateway();
    await expect(gateway.drain({ overMs: -1 })).rejects.toThrow(HeartbeatOptionError);
    await expect(gateway.drain({ overMS: 50 } as object)).rejects.toThrow('no option overMS, do you mean overMs?');
    await expect(gateway.drain(5_000 as never)).rejects.toThrow('drain(options) must be an object, got 5000');
    await join(url);
  });

  it('closes connections that still come through a wss of the application', async () => {
    const server = createServer();
    const wss = new WebSocketServer({ server });
    const { port } = await startServer(server);
    const gateway = createHeartbeatGateway({ wss, env: {}, configFile: false, closeTimeoutMs: 100 });
    onTestFinished(() => gateway.close());
    await gateway.drain();
    const late = await join(`ws://127.0.0.1:${port}/`);
    const { code, reason } = await late.closed;
    expect(code).toBe(1012);
    // For browsers that hide the code and its reason.
    expect(late.frames('heartbeat.reconnect')).toEqual([{ type: 'heartbeat.reconnect', ...JSON.parse(reason) }]);
  });
});
