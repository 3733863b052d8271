import { describe, expect, it } from 'vitest';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import { join, startGateway } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

const TIMING = { heartbeat: { intervalMs: 1_000, timeoutMs: 3_000 } };

describe('the sweep', () => {
  it('takes one timer for all peers, and none without peers', async () => {
    const clock = createGatewayClock();
    const { url, gateway } = await startGateway({ ...TIMING, clock });
    // The statistics have one.
    const before = clock.timerCount;
    const clients = await Promise.all(Array.from({ length: 30 }, () => join(url)));
    expect(clock.timerCount - before).toBe(1);
    for (const client of clients) client.socket.terminate();
    await waitFor('the last peer to go', () => gateway.peers.size === 0);
    expect(clock.timerCount - before).toBe(0);
  });

  it('visits all peers that are due at once, in turns', async () => {
    const clock = createGatewayClock();
    const { url, gateway } = await startGateway({ ...TIMING, clock, random: () => 0.5 });
    const clients = await Promise.all(Array.from({ length: 150 }, () => join(url)));
    await clock.advance(1_100);
    await waitFor('a ping for each', () => clients.every((client) => client.frames('ping').length === 1));
    expect(gateway.stats().counters.pingsSent).toBe(150);
  });
});
