import { beforeEach, describe, expect, it } from 'vitest';
import type { HeartbeatSocket } from '../../src/client/heartbeatSocket.js';
import type { SocketOptions } from '../../src/client/options.js';
import type { HeartbeatEvent } from '../../src/gateway/index.js';
import { gatewayForEach } from '../support/gateway/clientsOfGateway.js';
import type { ChaosProxy } from '../support/network/chaosProxy.js';
import { waitFor } from '../support/waitFor.js';

const reconnect = { minDelayMs: 20, baseDelayMs: 30 };
const isOpen = (socket: HeartbeatSocket) => (): boolean => socket.store.getState().status === 'open';
const count = (socket: HeartbeatSocket, kind: HeartbeatEvent['kind']): number =>
  socket.log.filter((record) => record.kind === kind).length;

describe('a client and a gateway that ping often, and judge late', () => {
  const heartbeat = { intervalMs: 100, timeoutMs: 20_000 };
  const clients = gatewayForEach({ heartbeat, ping: 'always', maxPingsPerSecond: 1_000 });
  let proxy: ChaosProxy;
  beforeEach(async () => {
    proxy = await clients.startProxy();
  });
  const connect = (options: SocketOptions = {}): HeartbeatSocket =>
    clients.connect(proxy, { heartbeat, reconnect, ...options });

  it('send heartbeats both ways, and name the same connection in both logs', async () => {
    const records: HeartbeatEvent[] = [];
    clients.gateway.on('event', (record) => records.push(record));
    const socket = connect();
    await waitFor('pings both ways', () => count(socket, 'pong.received') >= 3 && count(socket, 'ping.received') >= 3);
    const { connectionId, gatewayId, latency } = socket.store.getState();
    expect(gatewayId).toBe(clients.gateway.id);
    expect([...clients.gateway.peers].map(({ id }) => id)).toEqual([connectionId]);
    expect(latency?.lastMs).toBeGreaterThan(0);
    expect(records.some((record) => record.kind === 'pong.received' && record.connectionId === connectionId)).toBe(
      true,
    );
    expect(clients.gateway.stats().counters.timeouts).toBe(0);
  });

  it('A19: ping at once after every reconnect, without a word from the app', async () => {
    const socket = connect({ heartbeat: { intervalMs: 60_000 } });
    for (let round = 1; round <= 5; round++) {
      await waitFor('a ping', () => isOpen(socket)() && clients.gateway.stats().counters.pingsReceived >= round);
      expect(clients.gateway.stats().counters).toMatchObject({ opened: round, pingsReceived: round });
      proxy.resetAll();
      await waitFor('the loss', () => !isOpen(socket)());
    }
  });

  it('do not take a slow path for a dead one', async () => {
    proxy.latency({ ms: 100, jitterMs: 40 });
    const socket = connect();
    await waitFor('ten pongs', () => count(socket, 'pong.received') >= 10);
    expect(count(socket, 'connection.closed')).toBe(0);
    expect(socket.store.getState().latency?.smoothedMs).toBeGreaterThan(200);
  });

  it.each([
    ['reset', (): void => proxy.resetAll()],
    ['half-closed', (): void => proxy.halfClose()],
  ])('come back from a connection that is %s, and the gateway learns what happened', async (_, breakIt) => {
    const socket = connect();
    await waitFor('open', () => isOpen(socket)() && socket.store.getState().connectionId !== null);
    breakIt();
    await waitFor('the reconnect', () => count(socket, 'reconnected') === 1 && isOpen(socket)());
    await waitFor('one peer', () => clients.gateway.peers.size === 1);
    await waitFor('the hello', () =>
      Object.values(clients.gateway.stats().reconnects).some((reconnects) => reconnects === 1),
    );
  });

  it('find each other after a restart of the gateway, and the client knows that it was one', async () => {
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
});

describe('a client and a gateway that judge early', () => {
  const heartbeat = { intervalMs: 100, timeoutMs: 400 };
  const clients = gatewayForEach({ heartbeat, ping: 'always' });

  it('A1: notice a black hole, each by itself', async () => {
    const proxy = await clients.startProxy();
    const socket = clients.connect(proxy, { heartbeat, reconnect: false });
    await waitFor('open', isOpen(socket));
    proxy.blackhole();
    await waitFor('the client', () => socket.store.getState().status === 'failed');
    expect(socket.store.getState().cause).toBe('heartbeat-timeout');
    await waitFor('the gateway', () => clients.gateway.stats().counters.timeouts === 1);
    expect(clients.gateway.peers.size).toBe(0);
  });
});
