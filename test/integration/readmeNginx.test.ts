import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repository } from '../guards/sourceFiles.js';
import { join as joinGateway, startGateway, upgradeStatus } from '../support/gateway/gateways.js';
import { startNginx } from '../support/network/nginx.js';

const readme = readFileSync(join(repository, 'README.md'), 'utf8');
const LINES = /^```nginx\n([\s\S]*?)^```/m.exec(readme)?.[1] ?? '';

it('the README’s lines for nginx pass upgrades on, to a gateway on loopback that allows the page’s host', async () => {
  const { gateway, port } = await startGateway({ allowedHosts: ['app.example.com'] });
  const nginx = await startNginx({ upstreamPort: port, locations: LINES.replace('8080', String(port)) });
  expect(LINES).toContain('proxy_pass http://127.0.0.1:8080;');
  await joinGateway(`ws://127.0.0.1:${nginx.port}/ws`, 'answers', { headers: { Host: 'app.example.com' } });
  expect(gateway.peers.size).toBe(1);
  const foreign = await upgradeStatus(`ws://127.0.0.1:${nginx.port}/ws`, { Host: 'evil.example.com' });
  expect(foreign.status).toBe(403);
});
