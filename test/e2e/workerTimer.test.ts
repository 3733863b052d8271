import { afterAll, beforeAll, beforeEach, afterEach, expect, it } from 'vitest';
import { createHeartbeatGateway, type HeartbeatGateway } from '../../src/gateway/index.js';
import { browserForFile } from '../support/browser/browser.js';
import { servePages, type PageServer } from '../support/browser/servePages.js';
import { waitFor } from '../support/waitFor.js';

const chromium = browserForFile();
let pages: PageServer;
let gateway: HeartbeatGateway;

beforeAll(async () => {
  pages = await servePages();
});
afterAll(() => pages.close());
beforeEach(async () => {
  gateway = createHeartbeatGateway({ port: 0, host: '127.0.0.1', configFile: false, env: {} });
  await gateway.ready;
});
afterEach(() => gateway.close());

interface Seen {
  readonly pings: number;
  readonly fallbacks: string[];
}

it.each([
  ['in a worker, which ends with the connection', '', 1],
  ['on the page where a policy forbids workers, and says so once', "worker-src 'none'", 0],
])('beats %s', async (_, policy, workers) => {
  const page = await chromium.newPage();
  await page.goto(pages.url('worker', { url: `ws://127.0.0.1:${gateway.address()?.port}/ws`, policy }));
  const seen = (): Promise<Seen> => page.evaluate(() => (window as unknown as { seen(): Seen }).seen());
  await waitFor('beats', async () => (await seen()).pings >= 4);
  expect(page.workers()).toHaveLength(workers);
  expect((await seen()).fallbacks).toHaveLength(1 - workers);
  await page.evaluate(() => (window as unknown as { stop(): void }).stop());
  await waitFor('the worker to end', () => page.workers().length === 0);
});
