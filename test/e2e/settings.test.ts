import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHeartbeatGateway, type HeartbeatEvent, type HeartbeatGateway } from '../../src/gateway/index.js';
import { waitFor } from '../support/waitFor.js';
import { appForFile } from '../support/browser/appPage.js';

const TOKEN = 'operator-token-for-this-test';

const app = appForFile();
let gateway: HeartbeatGateway;
let settings: string;
let records: HeartbeatEvent[];

beforeEach(async () => {
  records = [];
  gateway = createHeartbeatGateway({
    port: 0,
    host: '127.0.0.1',
    configFile: false,
    env: {},
    admin: { operatorToken: TOKEN },
  });
  gateway.on('event', (record) => records.push(record));
  await gateway.ready;
  settings = `http://127.0.0.1:${gateway.address()?.port}/heartbeat/settings`;
});
afterEach(() => gateway.close());

const patch = (authorization: Record<string, string>): Promise<Response> =>
  fetch(settings, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', ...authorization },
    body: JSON.stringify({ intervalMs: 1_000 }),
  });

it('an operator retunes a connected page: the new interval, no reconnect, one line in the log', async () => {
  const page = await app.open(`ws://127.0.0.1:${gateway.address()?.port}/ws`);
  await page.shows('open');
  await waitFor('the welcome', async () => (await page.snapshot()).connectionId !== null);
  const before = await page.snapshot();
  expect(before.settings).toMatchObject({ intervalMs: 25_000, source: 'gateway', version: 1 });

  expect((await patch({})).status).toBe(401);
  expect((await patch({ authorization: 'Bearer wrong' })).status).toBe(401);
  expect(gateway.stats().settings.version).toBe(1);
  expect(records.filter(({ kind }) => kind === 'settings.changed')).toEqual([]);

  const changedAt = await page.page.evaluate(() => performance.now());
  expect((await patch({ authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  await waitFor('five beats', async () => {
    const beats = (await page.events('ping.sent')).filter(({ t }) => t > changedAt);
    return beats.length >= 5;
  });
  const beats = (await page.events('ping.sent')).filter(({ t }) => t > changedAt).map(({ t }) => t);
  const gaps = beats.slice(1).map((t, index) => t - (beats[index] ?? 0));
  for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(899);
  expect(Math.min(...gaps)).toBeLessThan(1_250);

  expect(await page.snapshot()).toMatchObject({
    status: 'open',
    connectionId: before.connectionId,
    settings: { intervalMs: 1_000, timeoutMs: 3_000, source: 'gateway', version: 2 },
    counters: { attempts: 1 },
  });
  expect(records.filter(({ kind }) => kind === 'settings.changed')).toHaveLength(1);
});
