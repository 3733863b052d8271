import { describe, expect, it } from 'vitest';
import { join, startGateway, upgradeStatus } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

describe('admission', () => {
  it('refuses one connection too many of an address with 429, until another one leaves', async () => {
    const { url, gateway } = await startGateway({ maxConnectionsPerAddress: 2 });
    const first = await join(url);
    await join(url);
    const refused = await upgradeStatus(url, { 'X-Forwarded-For': '198.51.100.7' });
    expect(refused.status).toBe(429);
    expect(refused.headers['retry-after']).toBe('5');
    first.socket.terminate();
    await waitFor('a free place', () => gateway.peers.size === 1);
    await join(url);
  });

  it('refuses one connection too many in all with 503', async () => {
    const { url } = await startGateway({ maxConnections: 1 });
    await join(url);
    expect((await upgradeStatus(url)).status).toBe(503);
  });

  it('counts upgrades that authenticate, and no longer when they have failed', async () => {
    const waiting: ((result: boolean) => void)[] = [];
    const authenticate = () => new Promise<boolean>((resolve) => void waiting.push(resolve));
    const { url } = await startGateway({ maxConnections: 1, authenticate });
    const first = upgradeStatus(url);
    await waitFor('the first question', () => waiting.length === 1);
    expect((await upgradeStatus(url)).status).toBe(503);
    waiting[0]?.(false);
    expect((await first).status).toBe(401);
    const second = upgradeStatus(url);
    await waitFor('the second question', () => waiting.length === 2);
    waiting[1]?.(true);
    expect((await second).status).toBe(101);
  });
});
