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
  const cycles = async (times: number): Promise<void> => {
    await page.evaluate(
      async ([all, count]) => {
        await (window as unknown as InPage).mountAndUnmount(all, count);
        // React in development writes down how long each component took, and the browser keeps it.
        performance.clearMeasures();
        performance.clearMarks();
      },
      [urls, times] as const,
    );
    // The browser keeps a socket, with its listeners, until its closing handshake has ended.
    await waitFor('the gateway to be left alone', () => gateway.peers.size === 0);
  };

  await cycles(100);
  const before = await reachable(cdp);
  await cycles(1_000);
  let after = before;
  await waitFor(
    () => `what a thousand components left to go: ${JSON.stringify({ before, after })}`,
    async () => {
      after = await reachable(cdp);
      return (
        after.listeners - before.listeners < 50 &&
        after.nodes - before.nodes < 100 &&
        // One closure kept a cycle would be several times this.
        after.heapBytes - before.heapBytes < 1_000_000
      );
    },
  );

  expect(await page.evaluate(() => (window as unknown as InPage).timerCount())).toBe(0);
});
