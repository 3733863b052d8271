import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createClientAddress } from '../../../src/gateway/http/clientAddress.js';
import { createHeartbeatGateway, HeartbeatOptionError, type ServerOptions } from '../../../src/gateway/index.js';
import { ADMIN, ask, join, QUIET, startGateway, upgradeStatus } from '../../support/gateway/gateways.js';

const requestFrom = (remoteAddress: string | undefined, forwarded?: string): IncomingMessage =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

/** Twenty-five hops through proxies of ours, and a client in front of them. */
const ENDLESS = `203.0.113.9${', 10.9.9.9'.repeat(25)}`;

async function startOnUnixSocket(options: Partial<ServerOptions>) {
  const folder = mkdtempSync(joinPath(tmpdir(), 'heartbeat-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const socketPath = joinPath(folder, 'gateway.sock');
  const server = createServer((request, response) => void gateway.handle(request, response));
  const gateway = createHeartbeatGateway({ ...QUIET, admin: ADMIN, ...options, server });
  onTestFinished(() => new Promise((resolve) => void (server.closeAllConnections(), server.close(() => resolve()))));
  onTestFinished(() => gateway.close());
  await new Promise<void>((resolve) => void server.listen(socketPath, resolve));
  return { gateway, socketPath };
}

const statusOnUnixSocket = (socketPath: string, token: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get({ socketPath, path: '/heartbeat/stats', headers: { Authorization: `Bearer ${token}` } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });

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
    [['10.0.0.0/8'], '::FFFF:10.0.0.1', '::FFFF:203.0.113.9', '203.0.113.9'],
    [['10.0.0.0/8'], '10.0.0.1', '::ffff:cb00:7109', '203.0.113.9'],
    [['10.0.0.0/8'], '10.0.0.1', '0:0:0:0:0:FFFF:CB00:7109', '203.0.113.9'],
    [['10.0.0.0/8'], '10.0.0.1', '2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
    // No server says that this came by a Unix socket: it is a TCP connection that is gone.
    [['unix'], undefined, '203.0.113.9', 'unknown'],
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

  it('is none on a Unix socket, where the limits of an address do not apply', async () => {
    const { gateway, socketPath } = await startOnUnixSocket({ maxConnectionsPerAddress: 1 });
    await join(`ws+unix://${socketPath}:/ws`);
    await join(`ws+unix://${socketPath}:/ws`);
    expect([...gateway.peers].map(({ remote }) => remote)).toEqual(['unix', 'unix']);
    for (let count = 0; count < 11; count += 1) {
      expect(await statusOnUnixSocket(socketPath, 'wrong')).toBe(401);
    }
    expect(await statusOnUnixSocket(socketPath, ADMIN.operatorToken)).toBe(200);
  });

  it('comes from a proxy on a Unix socket that is trusted', async () => {
    const { gateway, socketPath } = await startOnUnixSocket({ maxConnectionsPerAddress: 1, trustedProxies: ['unix'] });
    const url = `ws+unix://${socketPath}:/ws`;
    await join(url, 'answers', { headers: { 'X-Forwarded-For': '203.0.113.1' } });
    await join(url, 'answers', { headers: { 'X-Forwarded-For': '203.0.113.2' } });
    expect([...gateway.peers].map(({ remote }) => remote)).toEqual(['203.0.113.1', '203.0.113.2']);
    expect((await upgradeStatus(url, { 'X-Forwarded-For': '203.0.113.2' })).status).toBe(429);
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
