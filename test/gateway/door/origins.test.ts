import { describe, expect, it } from 'vitest';
import { startGateway, upgradeStatus } from '../../support/gateway/gateways.js';

describe('the origin check', () => {
  it.each([
    ['https://evil.test', 403],
    ['http://127.0.0.1.evil.test', 403],
    ['http://localhost.', 403],
    ['HTTP://LOCALHOST', 403],
    ['null', 403],
    ['garbage', 403],
    ['http://localhost:5173', 101],
    ['http://[::1]:9', 101],
  ])('answers %s with %i on a loopback gateway', async (origin, status) => {
    const { url, events, gateway } = await startGateway();
    expect((await upgradeStatus(url, { Origin: origin })).status).toBe(status);
    if (status === 101) return;
    expect(gateway.stats().counters.rejected).toBe(1);
    const [record] = events;
    expect(record).toMatchObject({ kind: 'peer.rejected', reason: 'origin', status: 403 });
    expect(record).toHaveProperty('message', expect.stringContaining('set `origins`'));
  });

  it('accepts pages of the gateway’s own host, whatever their scheme', async () => {
    const { url } = await startGateway();
    const Host = 'app.example.com';
    expect((await upgradeStatus(url, { Host, Origin: 'https://app.example.com' })).status).toBe(101);
    for (const Origin of ['https://app.example.com:8443', 'https://app.example.com.', 'https://x.app.example.com']) {
      expect((await upgradeStatus(url, { Host, Origin })).status).toBe(403);
    }
  });

  it('refuses pages of this machine when the request was forwarded', async () => {
    const { url } = await startGateway();
    const headers = { Origin: 'http://localhost:5173', 'X-Forwarded-For': '203.0.113.9' };
    expect((await upgradeStatus(url, headers)).status).toBe(403);
  });

  it('accepts exactly the origins of a list, and requests without an origin', async () => {
    const { url } = await startGateway({ origins: ['https://app.example.com'] });
    expect((await upgradeStatus(url, { Origin: 'https://app.example.com' })).status).toBe(101);
    for (const Origin of ['http://app.example.com', 'https://app.example.com.evil.test', 'http://localhost:1']) {
      expect((await upgradeStatus(url, { Origin })).status).toBe(403);
    }
    expect((await upgradeStatus(url)).status).toBe(101);
  });

  it('refuses requests without an origin when one is required', async () => {
    const { url } = await startGateway({ requireOrigin: true });
    expect((await upgradeStatus(url)).status).toBe(403);
  });
});
