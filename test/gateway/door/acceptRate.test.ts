import { describe, expect, it } from 'vitest';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import { join, startGateway, upgradeStatus } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

describe('the accept rate', () => {
  it('accepts a number of connections within any second, and tells the next one when to come again', async () => {
    const clock = createGatewayClock();
    const { url, gateway } = await startGateway({ clock, admitPerSecond: 5 });
    await Promise.all(Array.from({ length: 5 }, () => join(url)));
    const refused = await upgradeStatus(url);
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    clock.drift(900);
    expect((await upgradeStatus(url)).status).toBe(503);
    clock.drift(300);
    await join(url);
    expect(gateway.peers.size).toBe(6);
  });

  it('does not count upgrades that are refused for another reason', async () => {
    const { url } = await startGateway({ clock: createGatewayClock(), admitPerSecond: 2, maxConnectionsPerAddress: 1 });
    const first = await join(url);
    expect((await upgradeStatus(url)).status).toBe(429);
    expect((await upgradeStatus(url, { Origin: 'https://evil.test' })).status).toBe(403);
    first.socket.terminate();
    await waitFor('a place', async () => (await upgradeStatus(url)).status === 101);
  });
});
