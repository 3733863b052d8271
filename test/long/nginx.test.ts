import { expect, it } from 'vitest';
import { appForFile } from '../support/browser/appPage.js';
import { startGateway } from '../support/gateway/gateways.js';
import { startNginx } from '../support/network/nginx.js';
import { sleep } from '../support/waitFor.js';

const IDLE_MS = 30_000;
const app = appForFile();

it('E1: a page behind a proxy that cuts after 2 s is cut again and again without heartbeats, never with them', async () => {
  // The gateway pings far more slowly than the proxy allows: what keeps the connection is the client’s pings.
  const { port: upstreamPort } = await startGateway({ heartbeat: { intervalMs: 60_000 } });
  const { port } = await startNginx({ upstreamPort, readTimeoutSeconds: 2 });
  const url = `ws://127.0.0.1:${port}/ws`;

  const without = await app.open(url, { heartbeat: false });
  const pinging = await app.open(url, { heartbeat: { intervalMs: 500 } });
  await Promise.all([without.shows('open'), pinging.shows('open')]);
  await sleep(IDLE_MS);

  const cuts = await without.events('connection.closed');
  console.log(`${IDLE_MS / 1_000} s idle: ${cuts.length} cuts without heartbeats, 0 with`);
  expect(cuts.length).toBeGreaterThanOrEqual(4);
  expect(cuts.every((cut) => cut.kind === 'connection.closed' && cut.code === 1006)).toBe(true);

  expect(await pinging.events('connection.closed')).toEqual([]);
  expect(await pinging.snapshot()).toMatchObject({ status: 'open', counters: { attempts: 1 } });
  expect((await pinging.events('pong.received')).length).toBeGreaterThan(IDLE_MS / 1_000);
});
