import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import { join, startGateway } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

const HEARTBEAT = { intervalMs: 1_000, timeoutMs: 2_000 } as const;

async function startPaused() {
  const clock = createGatewayClock();
  const started = await startGateway({ clock, heartbeat: HEARTBEAT });
  const client = await join(started.url);
  const [peer] = started.gateway.peers;
  const socket = peer?.socket as unknown as WebSocket;
  socket.pause();
  return { ...started, clock, client, socket };
}

describe('a peer whose socket the application has paused', () => {
  it('is not given up on, goes on getting pings, and is judged again once it is resumed', async () => {
    const { gateway, clock, client, socket } = await startPaused();
    await clock.advance(30_000);
    expect(gateway.stats()).toMatchObject({ connections: 1, counters: { missed: 0, timeouts: 0 } });
    await waitFor('pings', () => client.frames('ping').length >= 25);
    socket.resume();
    // All its pongs come at once, and are no flood, because pings have asked for them.
    await waitFor('its pongs', () => gateway.stats().counters.pongsReceived >= 25);
    await clock.advance(5_000);
    expect(client.closeCode).toBeNull();
    expect([...gateway.peers][0]?.latencyMs ?? 0).toBeLessThan(1_000);
  });

  it.each(['message', 'control'])('may have sent pings for as long as it was paused (%s)', async (how) => {
    const { gateway, clock, client, socket } = await startPaused();
    for (let second = 0; second < 30; second += 1) {
      if (how === 'message') client.send({ type: 'ping' });
      else client.socket.ping();
      await clock.advance(1_000);
    }
    socket.resume();
    await waitFor('its pongs', () => gateway.stats().counters.pongsReceived >= 25);
    await clock.advance(1_000);
    expect(gateway.stats().closed).toMatchObject({ rate_limited: 0 });
    // What it sends from now on counts again.
    for (let count = 0; count < 100; count += 1) client.send({ type: 'ping' });
    await waitFor('the limit', () => gateway.stats().closed.rate_limited === 1);
  });

  it('is given up on when it is silent after it was resumed', async () => {
    const { gateway, clock, client, socket } = await startPaused();
    client.socket.pause();
    await clock.advance(10_000);
    socket.resume();
    await clock.advance(HEARTBEAT.timeoutMs + 3 * HEARTBEAT.intervalMs);
    expect(gateway.stats().closed.heartbeat_timeout).toBe(1);
  });

  it('does not hold up the end of the gateway', async () => {
    const { gateway, clock } = await startPaused();
    const closed = gateway.close();
    await clock.advance(100);
    await closed;
    expect(gateway.peers.size).toBe(0);
  });
});
