import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { createHeartbeatGateway } from '../../src/gateway/index.js';
import {
  ask,
  handshake,
  join,
  QUIET,
  rawSocket,
  startGateway,
  startServer,
  upgradeStatus,
} from '../support/gateway/gateways.js';
import { waitFor } from '../support/waitFor.js';

const KEEP_ALIVE = { headers: { Connection: 'keep-alive' } };

describe('opening a gateway', () => {
  it('rejects `ready` when the port is taken, and says what to do', async () => {
    const { port } = await startServer();
    const gateway = createHeartbeatGateway({ ...QUIET, port, host: '127.0.0.1' });
    await expect(gateway.ready).rejects.toThrow(`127.0.0.1, port ${port} is taken by another process`);
    expect(gateway.address()).toBeNull();
    await gateway.close();
  });

  it('has an address once it listens', async () => {
    const gateway = createHeartbeatGateway({ ...QUIET, port: 0, host: '127.0.0.1' });
    onTestFinished(() => gateway.close());
    await gateway.ready;
    expect(gateway.address()).toEqual({ address: '127.0.0.1', port: expect.any(Number) });
  });
});

it('keeps an idle HTTP connection longer than the load balancer in front does', async () => {
  const byDefault = await startGateway();
  expect((await ask(byDefault.port, 'GET', '/heartbeat/healthz', KEEP_ALIVE)).headers['keep-alive']).toBe('timeout=65');
  const short = await startGateway({ keepAliveTimeoutMs: 5_000 });
  expect((await ask(short.port, 'GET', '/heartbeat/healthz', KEEP_ALIVE)).headers['keep-alive']).toBe('timeout=5');
});

describe('closing a gateway', () => {
  it('closes politely, terminates peers that do not answer, frees the port, and may be asked twice', async () => {
    const { gateway, url, port } = await startGateway();
    const polite = await join(url);
    const deaf = await rawSocket(port);
    deaf.write(handshake());
    await waitFor('both peers', () => gateway.peers.size === 2);
    const first = gateway.close();
    expect(gateway.close()).toBe(first);
    expect(await upgradeStatus(url)).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    await first;
    expect(await polite.closed).toEqual({
      code: 1012,
      reason: '{"afterMs":0,"windowMs":5000,"reason":"restart"}',
    });
    // The same as a frame, because some browsers hide the code and its reason.
    expect(polite.frames('heartbeat.reconnect')).toEqual([
      { type: 'heartbeat.reconnect', afterMs: 0, windowMs: 5_000, reason: 'restart' },
    ]);
    expect(gateway.stats()).toMatchObject({ connections: 0, closed: { shutdown: 2 } });
    await startGateway({ port });
  });

  it('refuses an upgrade that waits for its authentication, and counts it', async () => {
    let isAsked = false;
    const authenticate = (): Promise<boolean> => new Promise(() => (isAsked = true));
    const { gateway, url, events } = await startGateway({ authenticate });
    const pending = upgradeStatus(url);
    await waitFor('the question', () => isAsked);
    await gateway.close();
    expect((await pending).status).toBe(503);
    expect(gateway.stats().counters.rejected).toBe(1);
    expect(events).toMatchObject([{ kind: 'peer.rejected', reason: 'closing', status: 503, remote: '127.0.0.1' }]);
  });

  it('leaves a wss of the application alone, except for the connections that it watched', async () => {
    const server = createServer();
    const wss = new WebSocketServer({ server });
    const { port } = await startServer(server);
    const gateway = createHeartbeatGateway({ ...QUIET, wss });
    const client = await join(`ws://127.0.0.1:${port}/`);
    await gateway.close();
    expect((await client.closed).code).toBe(1012);
    expect(wss.listenerCount('connection') + wss.listenerCount('headers')).toBe(0);
    expect((await upgradeStatus(`ws://127.0.0.1:${port}/`)).status).toBe(101);
    expect(gateway.peers.size).toBe(0);
  });

  it('does not wait the half minute that `ws` gives a deaf peer of a wss', async () => {
    const server = createServer();
    const wss = new WebSocketServer({ server });
    const { port } = await startServer(server);
    const gateway = createHeartbeatGateway({ ...QUIET, wss });
    const deaf = await rawSocket(port);
    deaf.write(handshake('/'));
    await waitFor('the peer', () => gateway.peers.size === 1);
    await gateway.close();
    await waitFor('its end', () => deaf.readableEnded || deaf.destroyed);
    expect(wss.clients.size).toBe(0);
  });

  it('works before the gateway listens', async () => {
    const gateway = createHeartbeatGateway({ ...QUIET, port: 0 });
    await expect(gateway.close()).resolves.toBeUndefined();
  });
});
