import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { authorize } from '../../support/gateway/behindOauth2Proxy.js';
import { ask, startGateway, startServer } from '../../support/gateway/gateways.js';

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');

/** A request of a machine that is no proxy of ours. */
const askFrom = (localAddress: string, port: number, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path: '/heartbeat/me', localAddress, headers, agent: false });
    asked.on('response', (response) => resolve(response.resume().statusCode ?? 0));
    asked.on('error', reject);
    asked.end();
  });

/** What oauth2-proxy does with `--pass-user-headers`: it takes such headers away, and writes its own. */
async function startProxy(upstream: number, email: string): Promise<number> {
  const { port } = await startServer(
    createServer((incoming, outgoing) => {
      const headers = { ...incoming.headers, 'x-forwarded-email': email };
      const asked = request({
        host: '127.0.0.1',
        port: upstream,
        path: incoming.url,
        method: incoming.method,
        headers,
      });
      asked.on('response', (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outgoing);
      });
      incoming.pipe(asked);
    }),
  );
  return port;
}

it('lets people in by the header of oauth2-proxy, by name and role, and by no one else’s', async () => {
  const { port, events } = await startGateway({ admin: { authorize } });
  const ada = await startProxy(port, 'ada@example.com');
  const vic = await startProxy(port, 'vic@example.com');
  const forged = { headers: { 'X-Forwarded-Email': 'ada@example.com' } };
  expect(JSON.parse((await ask(ada, 'GET', '/heartbeat/me')).text)).toEqual({
    role: 'operator',
    subject: 'ada@example.com',
  });
  expect(JSON.parse((await ask(vic, 'GET', '/heartbeat/me', forged)).text)).toMatchObject({ role: 'viewer' });
  const change = { body: '{"intervalMs":30000}' };
  expect((await ask(vic, 'PATCH', '/heartbeat/settings', change)).status).toBe(403);
  expect((await ask(ada, 'PATCH', '/heartbeat/settings', change)).status).toBe(200);
  expect(events.find(({ kind }) => kind === 'settings.changed')).toMatchObject({ by: 'ada@example.com' });
  expect(await askFrom('127.0.0.2', port, forged.headers)).toBe(401);
  expect(await askFrom('127.0.0.1', port, { 'X-Forwarded-Email': 'ada@example.com, eve@example.com' })).toBe(401);
});

it('is what docs/operating.md says', () => {
  const recipe =
    read('test/support/gateway/behindOauth2Proxy.ts').split('// recipe\n')[1]?.split('// end')[0]?.trim() ?? '?';
  expect(read('docs/operating.md')).toContain(recipe);
});
