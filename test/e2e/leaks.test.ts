import type { CDPSession } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHeartbeatGateway, type HeartbeatGateway } from '../../src/gateway/index.js';
import { browserForFile } from '../support/browser/browser.js';
import { servePages, type PageServer } from '../support/browser/servePages.js';
import { waitFor } from '../support/waitFor.js';

const chromium = browserForFile();
let pages: PageServer;
let gateway: HeartbeatGateway;
beforeAll(async () => {
  pages = await servePages();
  gateway = createHeartbeatGateway({ port: 0, host: '127.0.0.1', configFile: false, env: {} });
  await gateway.ready;
});
afterAll(() => Promise.all([pages.close(), gateway.close()]));

interface InPage {
  mountAndUnmount(urls: readonly string[], times: number): Promise<void>;
  timerCount(): number;
}

/** What is reachable in the page, once all garbage is gone. */
async function reachable(cdp: CDPSession): Promise<{ heapBytes: number; listeners: number; nodes: number }> {
  // Twice: what the first pass finalizes, the second collects.
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const metric = (name: string): number => metrics.find((one) => one.name === name)?.value ?? NaN;
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return { heapBytes: usedSize, listeners: metric('JSEventListeners'), nodes: metric('Nodes') };
}

it('keeps nothing of a thousand components that came and went: no socket, timer, listener, element or memory', async () => {
  const page = await chromium.newPage();
  await page.goto(pages.url('leaks'));
  await page.waitForFunction(() => 'mountAndUnmount' in window);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  // The last has nobody who answers: what is being dialled must go as well.
  const live = `ws://127.0.0.1:${gateway.address()?.port}/ws`;
  const urls = [live, live, live, 'ws://127.0.0.1:9/'];
  const cycles = (times: number): Promise<void> =>
    page.evaluate(
      async ([all, count]) => {
        await (window as unknown as InPage).mountAndUnmount(all, count);
        // React in development writes down how long each component took, and the browser keeps it.
        performance.clearMeasures();
        performance.clearMarks();
      },
      [urls, times] as const,
    );

  await cycles(100);
  const before = await reachable(cdp);
  await cycles(1_000);
  const after = await reachable(cdp);

  expect(after.listeners - before.listeners).toBeLessThan(50);
  expect(after.nodes - before.nodes).toBeLessThan(100);
  // One closure kept a cycle would be several times this.
  expect(after.heapBytes - before.heapBytes).toBeLessThan(1_000_000);
  expect(await page.evaluate(() => (window as unknown as InPage).timerCount())).toBe(0);
  await waitFor('the gateway to be left alone', () => gateway.peers.size === 0);
});
