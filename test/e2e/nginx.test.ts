import { afterEach, expect, it } from 'vitest';
import { createHeartbeatGateway, type HeartbeatGateway } from '../../src/gateway/index.js';
import { startNginx, type Nginx } from '../support/network/nginx.js';
import { appForFile } from '../support/browser/appPage.js';

const IDLE_MS = 30_000;

const app = appForFile();
let gateway: HeartbeatGateway;
let nginx: Nginx;

afterEach(async () => {
  await nginx.stop();
  await gateway.close();
});

it('behind a proxy that cuts after 2 s: cut again and again without heartbeats, never with them', async () => {
  // The gateway's own beat is far slower than the proxy's limit: what keeps the connection is the client's.
  gateway = createHeartbeatGateway({
    port: 0,
    host: '127.0.0.1',
    configFile: false,
    env: {},
    heartbeat: { intervalMs: 60_000 },
  });
  await gateway.ready;
  nginx = await startNginx({ upstreamPort: gateway.address()?.port ?? 0, readTimeoutSeconds: 2 });
  const url = `ws://127.0.0.1:${nginx.port}/ws`;

  const without = await app.open(url, { heartbeat: false });
  const beating = await app.open(url, { heartbeat: { intervalMs: 500 } });
  await Promise.all([without.shows('open'), beating.shows('open')]);
  await beating.page.waitForTimeout(IDLE_MS);

  const cuts = await without.events('connection.closed');
  console.log(`${IDLE_MS / 1_000} s idle: ${cuts.length} cuts without heartbeats, 0 with`);
  expect(cuts.length).toBeGreaterThanOrEqual(4);
  expect(cuts.every((cut) => cut.kind === 'connection.closed' && cut.code === 1006)).toBe(true);

  expect(await beating.events('connection.closed')).toEqual([]);
  expect(await beating.snapshot()).toMatchObject({ status: 'open', counters: { attempts: 1 } });
  expect((await beating.events('pong.received')).length).toBeGreaterThan(IDLE_MS / 1_000);
});
