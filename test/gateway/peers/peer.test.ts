import { expect, it } from 'vitest';
import type { Peer } from '../../../src/gateway/index.js';
import { join, startGateway } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

it('tells the application about a connection, and keeps the application’s data', async () => {
  const { gateway, url } = await startGateway({ heartbeat: { intervalMs: 300, timeoutMs: 900 } });
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
  await waitFor('a round trip', () => peer.latencyMs !== null);
  expect(peer.latencyMs).toBeGreaterThanOrEqual(0);
  expect(peer.lastSeenAt).toBeGreaterThanOrEqual(peer.openedAt);
  // 128 bits, as a session's name should have.
  expect(Buffer.from(peer.id, 'base64url')).toHaveLength(16);
});

it('sends a broadcast to every open peer, and returns how many', async () => {
  const { gateway, url } = await startGateway();
  const clients = await Promise.all([join(url), join(url), join(url)]);
  clients[2]?.socket.terminate();
  await waitFor('two peers', () => gateway.peers.size === 2);
  expect(gateway.broadcast('all of you')).toBe(2);
  await waitFor('the broadcast', () => clients.slice(0, 2).every(({ received }) => received.includes('all of you')));
});
