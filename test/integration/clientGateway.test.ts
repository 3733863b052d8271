import { beforeEach, expect, it } from 'vitest';
import type { SocketOptions } from '../../src/client/options.js';
import type { HeartbeatSocket } from '../../src/client/heartbeatSocket.js';
import type { HeartbeatEvent } from '../../src/gateway/index.js';
import type { ChaosProxy } from '../support/network/chaosProxy.js';
import { waitFor } from '../support/waitFor.js';
import { gatewayForEach } from '../support/gateway/clientsOfGateway.js';

const quick: SocketOptions = {
  heartbeat: { intervalMs: 100, timeoutMs: 400 },
  reconnect: { minDelayMs: 20, baseDelayMs: 30 },
};

const clients = gatewayForEach({
  heartbeat: { intervalMs: 100, timeoutMs: 400 },
  ping: 'always',
  maxPingsPerSecond: 1_000,
});
let proxy: ChaosProxy;
let records: HeartbeatEvent[];

beforeEach(async () => {
  records = [];
  clients.gateway.on('event', (record) => records.push(record));
  proxy = await clients.startProxy();
});

const connect = (options: SocketOptions = {}): HeartbeatSocket => clients.connect(proxy, { ...quick, ...options });
const isOpen = (socket: HeartbeatSocket) => (): boolean => socket.store.getState().status === 'open';
const count = (socket: HeartbeatSocket, kind: HeartbeatEvent['kind']): number =>
  socket.log.filter((record) => record.kind === kind).length;

it('heartbeats go both ways, and both logs name the same connection', async () => {
  const socket = connect();
  await waitFor('beats both ways', () => count(socket, 'pong.received') >= 3 && count(socket, 'ping.received') >= 3);
  const { connectionId, gatewayId, latency } = socket.store.getState();
  expect(gatewayId).toBe(clients.gateway.id);
  expect([...clients.gateway.peers].map(({ id }) => id)).toEqual([connectionId]);
  expect(latency?.lastMs).toBeGreaterThan(0);
  expect(records.some((record) => record.kind === 'pong.received' && record.connectionId === connectionId)).toBe(true);
  expect(clients.gateway.stats().counters).toMatchObject({ missed: 0, timeouts: 0 });
});

it('A19: every reconnect is followed by a ping at once, without a word from the app', async () => {
  const socket = connect({ heartbeat: { intervalMs: 60_000 } });
  for (let round = 0; round < 5; round++) {
    await waitFor('open', () => isOpen(socket)() && clients.gateway.stats().counters.pingsReceived > round);
    expect(clients.gateway.stats().counters).toMatchObject({ opened: round + 1, pingsReceived: round + 1 });
    proxy.resetAll();
    await waitFor('the loss', () => socket.store.getState().counters.reconnects >= 0 && !isOpen(socket)());
  }
});

it('a slow path is no dead path', async () => {
  proxy.latency({ ms: 100, jitterMs: 40 });
  const socket = connect({ heartbeat: { intervalMs: 100, timeoutMs: 5_000 } });
  await waitFor('ten pongs', () => count(socket, 'pong.received') >= 10);
  expect(count(socket, 'connection.closed')).toBe(0);
  expect(socket.store.getState().latency?.smoothedMs).toBeGreaterThan(200);
});

it.each([
  ['reset', (): void => proxy.resetAll()],
  ['half-closed', (): void => proxy.halfClose()],
])('a connection that is %s comes back, and the gateway learns what happened', async (_, breakIt) => {
  const socket = connect();
  await waitFor('open', () => isOpen(socket)() && socket.store.getState().connectionId !== null);
  breakIt();
  await waitFor('the reconnect', () => count(socket, 'reconnected') === 1 && isOpen(socket)());
  await waitFor('one peer', () => clients.gateway.peers.size === 1);
  await waitFor('the hello', () =>
    Object.values(clients.gateway.stats().reconnects).some((reconnects) => reconnects === 1),
  );
});

it('a black hole is noticed by both sides, each by itself', async () => {
  const socket = connect({ reconnect: false });
  await waitFor('open', isOpen(socket));
  proxy.blackhole();
  await waitFor('the client', () => socket.store.getState().status === 'failed');
  expect(socket.store.getState().cause).toBe('heartbeat-timeout');
  await waitFor('the gateway', () => clients.gateway.stats().counters.timeouts === 1);
  expect(clients.gateway.peers.size).toBe(0);
});

it('a restarted gateway gets its clients back, and they know that it was a restart', async () => {
  const socket = connect({ random: () => 0.01 });
  await waitFor('open', isOpen(socket));
  const firstId = clients.gateway.id;
  await clients.gateway.close();
  await waitFor('the loss', () => count(socket, 'connection.closed') === 1);
  await clients.replaceGateway();
  await waitFor('the welcome', () => socket.store.getState().gatewayId === clients.gateway.id);
  expect(clients.gateway.id).not.toBe(firstId);
  expect(socket.log.find(({ kind }) => kind === 'reconnected')).toBeDefined();
  expect(socket.log.find(({ kind }) => kind === 'connection.closed')).toMatchObject({ code: 1012, cause: 'drain' });
});
