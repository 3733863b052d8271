import { createServer } from 'node:net';
import type { CDPSession } from 'playwright';
import { expect, it, onTestFinished } from 'vitest';
import { browserForFile } from '../support/browser/browser.js';
import { pagesForFile } from '../support/browser/pages.js';
import { startGateway } from '../support/gateway/gateways.js';
import { waitFor } from '../support/waitFor.js';

const chromium = browserForFile();
const pages = pagesForFile();

interface InPage {
  mountAndUnmount(urls: readonly string[], times: number): Promise<void>;
  timerCount(): number;
}

/** The address of a server that takes connections and never answers. */
async function startSilentServer(): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.resume();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `ws://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
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

it('D6: a thousand components that came and went leave no socket, timer, listener, element or memory', async () => {
  const { gateway, url } = await startGateway();
  // The last is still being dialled when its component goes: that must go as well.
  const urls = [url, url, url, await startSilentServer()];
  const page = await chromium.newPage();
  await page.goto(pages.url('leaks'));
  await page.waitForFunction(() => 'mountAndUnmount' in window);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
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
