import { readFileSync, writeFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:https';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { expect, it } from 'vitest';
import { repository } from '../guards/sourceFiles.js';
import { makeFolder } from '../support/folder.js';
import { ADMIN, ask, startGateway } from '../support/gateway/gateways.js';
import { freePort } from '../support/network/freePort.js';
import { startNginx } from '../support/network/nginx.js';

const guide = readFileSync(join(repository, 'docs/operating.md'), 'utf8');
const SAMPLE = /^```nginx\n([\s\S]*?)^```/m.exec(guide)?.[1] ?? '';
const HOST = 'ops.example.com';

/** Replaces a part of the sample that differs on this machine; it has to be there. */
function put(sample: string, part: string, by: string): string {
  expect(sample).toContain(part);
  return sample.replace(part, by);
}

it('the guide’s lines for nginx with TLS lead to the admin interface, with the address of the one who asks', async () => {
  const { gateway, port, events } = await startGateway({
    trustedProxies: ['127.0.0.1'],
    admin: { ...ADMIN, port: 0, host: '127.0.0.1' },
  });
  const folder = makeFolder();
  const { cert, private: key } = await generate([{ name: 'commonName', value: HOST }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: HOST }] }],
  });
  writeFileSync(join(folder, 'cert.pem'), cert);
  writeFileSync(join(folder, 'key.pem'), key, { mode: 0o600 });
  const tlsPort = await freePort();
  let servers = put(SAMPLE, 'listen 443 ssl', `listen 127.0.0.1:${tlsPort} ssl`);
  servers = put(servers, `/etc/ssl/${HOST}.pem`, join(folder, 'cert.pem'));
  servers = put(servers, `/etc/ssl/${HOST}.key`, join(folder, 'key.pem'));
  servers = put(servers, '127.0.0.1:8081', `127.0.0.1:${gateway.adminAddress()?.port}`);
  await startNginx({ upstreamPort: port, servers });

  const askSecurely = (method: string, path: string, body?: string, options: RequestOptions = {}) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const asked = request({
        host: '127.0.0.1',
        servername: HOST,
        ca: cert,
        port: tlsPort,
        // Another address than the proxy's, as every operator has.
        localAddress: '127.0.0.9',
        method,
        path,
        agent: false,
        ...options,
        headers: {
          Host: HOST,
          Authorization: `Bearer ${ADMIN.operatorToken}`,
          'Content-Type': 'application/json',
          'X-Forwarded-For': '203.0.113.7',
          ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }),
        },
      });
      asked.on('error', reject);
      asked.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      });
      asked.end(body);
    });

  expect(await askSecurely('GET', '/heartbeat/me')).toEqual({
    status: 200,
    text: JSON.stringify({ role: 'operator', subject: 'operator' }),
  });
  expect((await askSecurely('PATCH', '/heartbeat/settings', '{"intervalMs":30000}')).status).toBe(200);
  expect(events.find(({ kind }) => kind === 'settings.changed')).toMatchObject({ remote: '127.0.0.9' });
  // Neither an older TLS nor the port of the sockets leads there.
  await expect(askSecurely('GET', '/heartbeat/me', undefined, { maxVersion: 'TLSv1.1' })).rejects.toThrow(
    /protocol|alert/i,
  );
  expect((await ask(port, 'GET', '/heartbeat/settings', { token: ADMIN.operatorToken })).status).toBe(404);
});
