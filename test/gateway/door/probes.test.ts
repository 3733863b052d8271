import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHeartbeatGateway } from '../../../src/gateway/index.js';
import { makeFolder } from '../../support/folder.js';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import { join as joinGateway, QUIET, startGateway, TestClient, upgradeStatus } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

const PROBE = { subprotocols: ['heartbeat.probe'] };
const TIMING = { intervalMs: 200, timeoutMs: 600 };

async function openProbe(url: string): Promise<TestClient & { readonly heard: string[] }> {
  const client = Object.assign(new TestClient(url, 'silent', PROBE), { heard: [] as string[] });
  for (const kind of ['ping', 'pong', 'message'] as const) client.socket.on(kind, () => client.heard.push(kind));
  await waitFor('an open probe', () => client.socket.readyState === 1);
  return client;
}

describe('a probe', () => {
  it('gets nothing, is not a peer, and is not judged', async () => {
    const { gateway, url } = await startGateway({ heartbeat: TIMING });
    const seen: unknown[] = [];
    gateway.on('connection', (socket) => seen.push(socket));
    const probe = await openProbe(url);
    const peer = await joinGateway(url, 'silent');
    await peer.closed;
    expect(probe.heard).toEqual([]);
    expect(probe.socket.readyState).toBe(1);
    expect(gateway.stats().counters).toMatchObject({ opened: 1, timeouts: 1 });
    expect(seen).toHaveLength(1);
    const text = await gateway.registry.metrics();
    expect(text).toContain('heartbeat_probes_total 1\n');
    expect(text).toContain('heartbeat_connections_opened_total 1\n');
  });

  it('hears control pings alone once it has asked for them', async () => {
    const clock = createGatewayClock();
    const { url } = await startGateway({ clock });
    const probe = await openProbe(url);
    probe.send('something else');
    probe.send('speak');
    await waitFor('a ping', () => probe.heard.length === 1);
    for (let second = 0; second < 3; second += 1) await clock.advance(1_000);
    await waitFor('three more', () => probe.heard.length === 4);
    expect(new Set(probe.heard)).toEqual(new Set(['ping']));
  });

  it('ends after ten minutes', async () => {
    const clock = createGatewayClock();
    const { url } = await startGateway({ clock });
    const probe = await openProbe(url);
    await clock.advance(599_000);
    expect(probe.socket.readyState).toBe(1);
    await clock.advance(1_000);
    expect((await probe.closed).code).toBe(1000);
  });

  it('is one of two an address, and gives its place back', async () => {
    const { url } = await startGateway();
    const [first] = [await openProbe(url), await openProbe(url)];
    const status = async () => (await upgradeStatus(url, { 'Sec-WebSocket-Protocol': 'heartbeat.probe' })).status;
    expect(await status()).toBe(429);
    await joinGateway(url);
    first?.socket.terminate();
    await waitFor('a free place', async () => (await status()) !== 429);
  });

  it('is no probe when it offers another subprotocol as well', async () => {
    const { url, gateway } = await startGateway();
    const offers = { subprotocols: ['heartbeat.probe', 'other'] };
    for (let count = 1; count <= 3; count += 1) {
      const client = new TestClient(url, 'answers', offers);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await waitFor('a peer', () => client.socket.readyState === 1 && gateway.peers.size === count);
    }
    // Peers take no places of probes.
    for (let count = 0; count < 2; count += 1) await openProbe(url);
    expect(await gateway.registry.metrics()).toContain('heartbeat_probes_total 2\n');
  });

  it('gives its place back although `authenticate` has changed its headers', async () => {
    const { url } = await startGateway({
      authenticate: ({ headers }) => {
        delete headers['sec-websocket-protocol'];
        return false;
      },
    });
    const protocol = { 'Sec-WebSocket-Protocol': 'heartbeat.probe' };
    for (let time = 0; time < 4; time += 1) expect((await upgradeStatus(url, protocol)).status).toBe(401);
  });

  it('is not limited by an address where it has none, on a Unix socket', async () => {
    const path = join(makeFolder(), 'socket');
    const server = createServer();
    await new Promise<void>((listening) => server.listen(path, listening));
    const gateway = createHeartbeatGateway({ ...QUIET, server });
    onTestFinished(async () => {
      await gateway.close();
      server.close();
    });
    for (let count = 0; count < 4; count += 1) await openProbe(`ws+unix://${path}:/ws`);
    expect(await gateway.registry.metrics()).toContain('heartbeat_probes_total 4\n');
  });

  it('has to pass authentication like any client, and counts towards the limit of connections', async () => {
    const { url, gateway } = await startGateway({
      maxConnections: 1,
      authenticate: ({ headers }) => headers.authorization === 'Bearer x',
    });
    const protocol = { 'Sec-WebSocket-Protocol': 'heartbeat.probe' };
    // Refused more often than there are places for probes: none is lost.
    for (let time = 0; time < 4; time += 1) expect((await upgradeStatus(url, protocol)).status).toBe(401);
    const headers = { Authorization: 'Bearer x' };
    const probe = new TestClient(url, 'silent', { ...PROBE, headers });
    await waitFor('an open probe', () => probe.socket.readyState === 1);
    expect((await upgradeStatus(url, headers)).status).toBe(503);
    expect(gateway.peers.size).toBe(0);
  });

  it('that floods is cut', async () => {
    const { url } = await startGateway();
    const probe = await openProbe(url);
    for (let time = 0; time < 20; time += 1) probe.send('speak');
    expect((await probe.closed).code).toBe(1006);
  });

  it('ends with a drain, and does not hold it up', async () => {
    const { url, gateway } = await startGateway();
    const probe = await openProbe(url);
    await gateway.drain();
    expect((await probe.closed).code).toBe(1012);
    await gateway.close();
  });
});
