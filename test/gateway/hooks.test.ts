import { expect, expectTypeOf, it } from 'vitest';
import type { HeartbeatRecord, Peer } from '../../src/gateway/index.js';
import { join, startGateway, until } from '../support/gateway/gateways.js';

// Longer than a busy machine is late: in doubt of itself a gateway counts no misses.
const QUICK = { heartbeat: { intervalMs: 300, timeoutMs: 900 } };

it('heartbeats are told with their peer, and nothing else is', async () => {
  const { gateway, url } = await startGateway(QUICK);
  const beats: { beat: HeartbeatRecord; peer: Peer }[] = [];
  const off = gateway.on('heartbeat', (beat, peer) => {
    expectTypeOf(peer).toEqualTypeOf<Peer>();
    if (beat.kind === 'heartbeat.missed') expectTypeOf(beat.missedInRow).toEqualTypeOf<number>();
    beats.push({ beat, peer });
  });
  const client = await join(url);
  client.send('{"type":"ping","id":5}');
  const silent = await join(url, 'silent');
  await silent.closed;
  const kinds = new Set(beats.map(({ beat }) => beat.kind));
  const known = ['heartbeat.missed', 'heartbeat.timeout', 'ping.received', 'ping.sent', 'pong.received', 'pong.sent'];
  expect([...kinds].toSorted()).toEqual(known);
  for (const { beat, peer } of beats) expect(beat.connectionId).toBe(peer.id);
  off();
  const count = beats.length;
  const before = client.frames('ping').length;
  await until('another ping', () => client.frames('ping').length > before);
  expect(beats).toHaveLength(count);
});

it('a peer tells who it is, since when, and how it fares; its data are the application’s', async () => {
  const { gateway, url } = await startGateway(QUICK);
  const startedAt = Date.now();
  const told = new Promise<Peer>(
    (resolve) => void gateway.on('connection', (_socket, _request, peer) => resolve(peer)),
  );
  await join(url);
  const peer = await told;
  peer.data = { name: 'Ada' };
  expect(gateway.peers.get(peer.id)?.data).toEqual({ name: 'Ada' });
  expect(peer).toMatchObject({ remote: '127.0.0.1', missedInRow: 0, attempt: 0 });
  expect(Math.abs(peer.openedAt - startedAt)).toBeLessThan(2_000);
  await until('a round trip', () => peer.latencyMs !== null);
  expect(peer.latencyMs).toBeGreaterThanOrEqual(0);
  expect(peer.lastSeenAt).toBeGreaterThanOrEqual(peer.openedAt);
  // 128 bits, as a session's name should have.
  expect(Buffer.from(peer.id, 'base64url')).toHaveLength(16);
});

it('a broadcast reaches every open peer, and says how many', async () => {
  const { gateway, url } = await startGateway();
  const clients = await Promise.all([join(url), join(url), join(url)]);
  clients[2]?.socket.terminate();
  await until('two', () => gateway.peers.size === 2);
  expect(gateway.broadcast('all of you')).toBe(2);
  await until('it', () => clients.slice(0, 2).every(({ received }) => received.includes('all of you')));
});

it('pongs that we asked for are no flood, whenever they come', async () => {
  const { gateway, url } = await startGateway({
    heartbeat: { intervalMs: 20, timeoutMs: 60_000 },
    maxPingsPerSecond: 2,
  });
  const client = await join(url, 'silent');
  await until('many pings', () => client.frames('ping').length >= 10);
  for (let count = 0; count < 10; count += 1) client.send('{"type":"pong"}');
  await until('the answers', () => gateway.stats().counters.pongsReceived >= 10);
  expect(client.closeCode).toBeNull();
  // Nobody asked for these.
  for (let count = 0; count < 100; count += 1) client.send('{"type":"pong"}');
  expect((await client.closed).code).toBe(1013);
});
