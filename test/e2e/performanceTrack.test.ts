import { expect, it } from 'vitest';
import type { HeartbeatSocket } from '../../src/client/index.js';
import { browserForFile } from '../support/browser/browser.js';
import { pagesForFile } from '../support/browser/pages.js';
import { startGateway } from '../support/gateway/gateways.js';
import { waitFor } from '../support/waitFor.js';

const chromium = browserForFile();
const pages = pagesForFile();

type InPage = Window & { readonly heartbeat: HeartbeatSocket };

it('a profile of the performance panel has the track of the connection', async () => {
  const { port } = await startGateway();
  const page = await chromium.newPage();
  const cdp = await page.context().newCDPSession(page);
  const trace: string[] = [];
  cdp.on('Tracing.dataCollected', ({ value }) => trace.push(...value.map((event) => JSON.stringify(event))));
  const ended = new Promise((done) => cdp.once('Tracing.tracingComplete', done));
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['blink.user_timing'] },
  });
  await page.goto(pages.url('track', { url: `ws://127.0.0.1:${port}/ws` }));
  await waitFor('three pongs', () =>
    page.evaluate(() => (window as unknown as InPage).heartbeat?.store.getState().counters.pongsReceived >= 3),
  );
  await page.evaluate(() => (window as unknown as InPage).heartbeat.disconnect());
  await cdp.send('Tracing.end');
  await ended;
  const drawn = ['attempt', 'ping', 'connection'].filter((name) =>
    trace.some((text) => text.includes(`heartbeat-socket: ${name}`) && text.includes('track-entry')),
  );
  expect(drawn).toEqual(['attempt', 'ping', 'connection']);
  expect(await page.evaluate(() => performance.getEntriesByType('measure').length)).toBe(0);
});
