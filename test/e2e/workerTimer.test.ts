import { expect, it } from 'vitest';
import { browserForFile } from '../support/browser/browser.js';
import { pagesForFile } from '../support/browser/pages.js';
import { startGateway } from '../support/gateway/gateways.js';
import { waitFor } from '../support/waitFor.js';

const chromium = browserForFile();
const pages = pagesForFile();

interface Seen {
  readonly pings: number;
  readonly fallbacks: string[];
}

it.each([
  ['in a worker, which ends with the connection', '', 1],
  ['on the page where a policy forbids workers, and logs it once', "worker-src 'none'", 0],
])('times heartbeats %s', async (_, policy, workers) => {
  const { url } = await startGateway();
  const page = await chromium.newPage();
  await page.goto(pages.url('worker', { url, policy }));
  const seen = (): Promise<Seen> => page.evaluate(() => (window as unknown as { seen(): Seen }).seen());
  await waitFor('four pings', async () => (await seen()).pings >= 4);
  expect(page.workers()).toHaveLength(workers);
  expect((await seen()).fallbacks).toHaveLength(1 - workers);
  await page.evaluate(() => (window as unknown as { stop(): void }).stop());
  await waitFor('the worker to end', () => page.workers().length === 0);
});
