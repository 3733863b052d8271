import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createClientAddress } from '../../../src/gateway/door/clientAddress.js';
import { HeartbeatOptionError } from '../../../src/gateway/index.js';
import { ask, join, startGateway, upgradeStatus } from '../../support/gateway/gateways.js';

const requestFrom = (remoteAddress: string | undefined, forwarded?: string): IncomingMessage =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

/** Twenty-five hops through proxies of ours, and a client in front of them. */
const ENDLESS = `203.0.113.9${', 10.9.9.9'.repeat(25)}`;

describe('the client’s address', () => {
  it.each([
    [[], '10.0.0.1', '203.0.113.9', '10.0.0.1'],
    [[], undefined, undefined, 'unknown'],
    [['10.0.0.0/8'], '192.0.2.1', '203.0.113.9', '192.0.2.1'],
    [['10.0.0.0/8'], undefined, '203.0.113.9', 'unknown'],
    [['10.0.0.0/8'], '::ffff:10.0.0.1', '203.0.113.9', '203.0.113.9'],
    [['10.0.0.0/8'], '10.0.0.1', '::ffff:203.0.113.9', '203.0.113.9'],
    [['10.0.0.0/8'], '10.0.0.1', '1.2.3.4, 203.0.113.9, 10.9.9.9', '203.0.113.9'],
    [['10.0.0.1'], '10.0.0.1', '203.0.113.9, 10.9.9.9', '10.9.9.9'],
    [['10.0.0.0/8'], '10.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
    [['10.0.0.0/8', '::1'], '::1', '[2001:db8::1]:4711', '2001:db8::1'],
    [['0.0.0.0/0'], '192.0.2.1', '203.0.113.9', '203.0.113.9'],
    [['10.0.0.0/8'], '10.0.0.1', 'unknown\r\nx', '10.0.0.1'],
    [['10.0.0.0/8'], '10.0.0.1', '203.0.113.9, garbage, 10.9.9.9', '10.9.9.9'],
    [['10.0.0.0/8'], '10.0.0.1', '203.0.113.9, 167772161', '10.0.0.1'],
    [['10.0.0.0/8'], '10.0.0.1', undefined, '10.0.0.1'],
    [['10.0.0.0/8'], '10.0.0.1', ENDLESS, '10.9.9.9'],
    [['10.0.0.0/8'], '10.0.0.1', ','.repeat(5_000), '10.0.0.1'],
  ])('through %j, from %s, forwarded for %s, is %s', (trusted, remote, forwarded, address) => {
    expect(createClientAddress(trusted)(requestFrom(remote, forwarded))).toBe(address);
  });

  it.each(['10.0.0.0/33', '::/129', '10.0.0.0/', '10.0.0.0/8/8', '010.0.0.1', '10', 'example.com', ''])(
    'cannot come through %j, which is neither an address nor a subnet',
    (proxy) => {
      expect(() => createClientAddress([proxy])).toThrow(HeartbeatOptionError);
      expect(() => createClientAddress([proxy])).toThrow('trustedProxies must be addresses or subnets');
    },
  );

  it('decides limits and stands in records, unless it was written by a stranger', async () => {
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

  it('decides whose failed admin requests are counted together', async () => {
    const { port } = await startGateway({ trustedProxies: ['127.0.0.1'], admin: { operatorToken: 'right' } });
    const tryAs = (address: string) =>
      ask(port, 'GET', '/heartbeat/stats', { token: 'wrong', headers: { 'X-Forwarded-For': address } });
    for (let count = 0; count < 10; count += 1) expect((await tryAs('203.0.113.1')).status).toBe(401);
    expect((await tryAs('203.0.113.1')).status).toBe(429);
    expect((await tryAs('203.0.113.2')).status).toBe(401);
  });
});
