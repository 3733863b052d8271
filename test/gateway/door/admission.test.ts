import type { IncomingMessage } from 'node:http';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { createClientAddress } from '../../../src/gateway/door/clientAddress.js';
import { HeartbeatOptionError } from '../../../src/gateway/index.js';
import { ask, join, startGateway, until, upgradeStatus } from '../../support/gateway/gateways.js';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';

describe('the accept rate', () => {
  it('lets so many in within any second; the next hear 503 and when to come again', async () => {
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

  it('is not used up by who finds no place or comes from elsewhere', async () => {
    const { url } = await startGateway({ clock: createGatewayClock(), admitPerSecond: 2, maxConnectionsPerAddress: 1 });
    const first = await join(url);
    expect((await upgradeStatus(url)).status).toBe(429);
    expect((await upgradeStatus(url, { Origin: 'https://evil.test' })).status).toBe(403);
    first.socket.terminate();
    await until('a place', async () => (await upgradeStatus(url)).status === 101);
  });
});

const seen = (remoteAddress: string, forwarded?: string): IncomingMessage =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

describe('the client’s address', () => {
  it.each([
    [[], '10.0.0.1', '203.0.113.9', '10.0.0.1'],
    [['10.0.0.0/8'], '192.0.2.1', '203.0.113.9', '192.0.2.1'],
    [['10.0.0.0/8'], '::ffff:10.0.0.1', '203.0.113.9', '203.0.113.9'],
    [['10.0.0.0/8'], '10.0.0.1', '1.2.3.4, 203.0.113.9, 10.9.9.9', '203.0.113.9'],
    [['10.0.0.0/8'], '10.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
    [['10.0.0.0/8', '::1'], '::1', '[2001:db8::1]:4711', '2001:db8::1'],
    [['10.0.0.0/8'], '10.0.0.1', 'unknown\r\nx', '10.0.0.1'],
    [['10.0.0.0/8'], '10.0.0.1', undefined, '10.0.0.1'],
    [['10.0.0.0/8'], '10.0.0.1', ','.repeat(5_000), '10.0.0.1'],
  ])('through %j, from %s, forwarded for %s, is %s', (trusted, remote, forwarded, address) => {
    expect(createClientAddress(trusted)(seen(remote, forwarded))).toBe(address);
  });

  it.each(['10.0.0.0/33', 'example.com', '10.0.0.0/8/8', ''])('%s is no proxy', (proxy) => {
    expect(() => createClientAddress([proxy])).toThrow(HeartbeatOptionError);
  });

  it('is what limits and records go by, and a header of a stranger is not', async () => {
    const limited = { maxConnectionsPerAddress: 1 };
    const believing = await startGateway({ ...limited, trustedProxies: ['127.0.0.1'] });
    const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } });
    await join(believing.url, 'answers', from('203.0.113.1'));
    await join(believing.url, 'answers', from('203.0.113.2'));
    expect((await upgradeStatus(believing.url, { 'X-Forwarded-For': '203.0.113.2' })).status).toBe(429);
    expect([...believing.gateway.peers].map(({ remote }) => remote)).toEqual(['203.0.113.1', '203.0.113.2']);
    const wary = await startGateway(limited);
    await join(wary.url, 'answers', from('203.0.113.1'));
    expect((await upgradeStatus(wary.url, { 'X-Forwarded-For': '203.0.113.2' })).status).toBe(429);
  });

  it('is what failed administrators are counted by', async () => {
    const { port } = await startGateway({ trustedProxies: ['127.0.0.1'], admin: { operatorToken: 'right' } });
    const tryAs = (address: string) =>
      ask(port, 'GET', '/heartbeat/stats', { token: 'wrong', headers: { 'X-Forwarded-For': address } });
    for (let count = 0; count < 10; count += 1) {
      // oxlint-disable-next-line no-await-in-loop -- counted one by one
      expect((await tryAs('203.0.113.1')).status).toBe(401);
    }
    expect((await tryAs('203.0.113.1')).status).toBe(429);
    expect((await tryAs('203.0.113.2')).status).toBe(401);
  });
});

it('refusals fill no log: twenty lines a second, then how many were spared', async () => {
  const lines: { kind: string; suppressed?: number }[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const clock = createGatewayClock();
  const { url, events } = await startGateway({ clock, logger, requireOrigin: true });
  const refuse = (count: number) => Promise.all(Array.from({ length: count }, () => upgradeStatus(url)));
  await refuse(50);
  expect(lines).toHaveLength(20);
  // Who listens to the records has them all.
  expect(events).toHaveLength(50);
  clock.drift(1_000);
  await refuse(1);
  expect(lines.at(-1)).toMatchObject({ kind: 'peer.rejected', suppressed: 30 });
});
