import { describe, expect, it } from 'vitest';
import { createHeartbeatGateway } from '../../../src/gateway/index.js';
import { QUIET, startGateway, upgradeStatus } from '../../support/gateway/gateways.js';

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
    const Host = 'app.example.com';
    const { url } = await startGateway({ allowedHosts: [Host] });
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

  it.each([
    ['capacitor://localhost', 'capacitor://localhost', 'ionic://localhost'],
    ['tauri://localhost', 'tauri://localhost', 'tauri://evil.test'],
    ['app://obsidian.md', 'app://obsidian.md', 'app://obsidian.md.evil.test'],
    ['file://', 'file://', 'null'],
    [
      'chrome-extension://abcdefghijklmnop',
      'chrome-extension://abcdefghijklmnop',
      'chrome-extension://ponmlkjihgfedcba',
    ],
    ['moz-extension://0b1c-22', 'moz-extension://0b1c-22', 'moz-extension://0b1c-23'],
    [
      'safari-web-extension://E3449EA7-EC25-4696-8E6C-71EE7CB2B3B1',
      'safari-web-extension://E3449EA7-EC25-4696-8E6C-71EE7CB2B3B1',
      'safari-web-extension://e3449ea7-ec25-4696-8e6c-71ee7cb2b3b1',
    ],
    ['https://*.example.com', 'https://a.b-c.example.com', 'https://example.com'],
    ['https://*.example.com', 'https://x.example.com', 'https://evil.test/.example.com'],
    ['https://*.example.com:8443', 'https://x.example.com:8443', 'https://x.example.com'],
  ])('lets %s in for %s, and not for %s', async (listed, accepted, refused) => {
    const { url } = await startGateway({ origins: [listed] });
    expect((await upgradeStatus(url, { Origin: accepted })).status).toBe(101);
    expect((await upgradeStatus(url, { Origin: refused })).status).toBe(403);
  });

  it.each([
    'https://a.*.example.com',
    'https://*',
    '*',
    'https://*.*.com',
    'https://app.example.com:443',
    'https://App.example.com',
    'https://*.Example.com',
    'Capacitor://localhost',
    'a b://c',
    'x',
  ])('cannot be told to let %j in, which no browser sends', (origin) => {
    expect(() => createHeartbeatGateway({ ...QUIET, port: 0, origins: [origin] })).toThrow(
      expect.objectContaining({ option: 'origins' }),
    );
  });

  it('refuses requests without an origin when one is required', async () => {
    const { url } = await startGateway({ requireOrigin: true });
    expect((await upgradeStatus(url)).status).toBe(403);
  });
});
