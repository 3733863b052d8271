import { expect, it } from 'vitest';
import { appForFile } from '../support/browser/appPage.js';
import { startGateway } from '../support/gateway/gateways.js';
import { waitFor } from '../support/waitFor.js';

const TOKEN = 'operator-token-for-this-test';
const app = appForFile();

it('B11: an operator changes the interval of a connected page, without a reconnect, with one record', async () => {
  const { gateway, port, url, events: records } = await startGateway({ admin: { operatorToken: TOKEN } });
  const patch = (authorization: Record<string, string>): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}/heartbeat/settings`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', ...authorization },
      body: JSON.stringify({ intervalMs: 1_000 }),
    });
  const changes = () => records.filter(({ kind }) => kind === 'settings.changed');
  const page = await app.open(url);
  await page.shows('open');
  await waitFor('the welcome', async () => (await page.snapshot()).connectionId !== null);
  const before = await page.snapshot();
  expect(before.settings).toMatchObject({ intervalMs: 25_000, source: 'gateway', version: 1 });

  expect((await patch({})).status).toBe(401);
  expect((await patch({ authorization: 'Bearer wrong' })).status).toBe(401);
  expect(gateway.stats().settings.version).toBe(1);
  expect(changes()).toEqual([]);

  const changedAt = await page.page.evaluate(() => performance.now());
  expect((await patch({ authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  // Each interval is drawn from 0.9 to 1 of the whole. A busy page is later, and after a beat that was late it asks at once:
  // so one interval is looked for, and not the sum of several.
  await waitFor('two pings at the new interval', async () => {
    const pings = (await page.events('ping.sent')).map(({ t }) => t).filter((t) => t > changedAt);
    return pings.some((t, index) => t - (pings[index - 1] ?? t) >= 890);
  });

  // A heartbeat that is late on a busy machine is missed only until it comes.
  await page.shows('open');
  expect(await page.snapshot()).toMatchObject({
    connectionId: before.connectionId,
    settings: { intervalMs: 1_000, timeoutMs: 3_000, source: 'gateway', version: 2 },
    counters: { attempts: 1 },
  });
  expect(changes()).toHaveLength(1);
});
