import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHeartbeatGateway, type HeartbeatGateway } from '../../src/gateway/index.js';
import { startRawChromium, type RawChromium, type RawTab } from '../support/rawChromium.js';
import { servePages, type PageServer } from '../support/servePages.js';
import { quietly, waitFor } from '../support/waitFor.js';
import type { Observed } from './support/observed.js';

let chromium: RawChromium;
let pages: PageServer;
let gateway: HeartbeatGateway;

beforeAll(async () => {
  [chromium, pages] = await Promise.all([startRawChromium(), servePages()]);
});
afterAll(async () => {
  await Promise.all([chromium.close(), pages.close()]);
});
beforeEach(async () => {
  gateway = createHeartbeatGateway({
    port: 0,
    host: '127.0.0.1',
    configFile: false,
    env: {},
    heartbeat: { intervalMs: 5_000, timeoutMs: 60_000 },
  });
  await gateway.ready;
});
afterEach(() => gateway.close());

const open = async (heartbeat: { intervalMs: number; timeoutMs: number }): Promise<RawTab> => {
  const url = `ws://127.0.0.1:${gateway.address()?.port}/ws`;
  const tab = await chromium.open(pages.url('app', { url, options: JSON.stringify({ heartbeat }) }));
  await chromium.activate(tab);
  await waitFor('the page to be open', async () => (await status(tab)) === 'open', 20_000);
  await waitFor('the first pong', async () => (await kinds(tab)).includes('pong.received'));
  return tab;
};
const status = (tab: RawTab): Promise<string> => tab.evaluate(`document.querySelector('output')?.textContent`);
const observed = (tab: RawTab): Promise<Observed> => tab.evaluate('window.observed');
const kinds = async (tab: RawTab): Promise<string[]> => (await observed(tab))?.events.map(({ kind }) => kind) ?? [];
const dials = (tab: RawTab): Promise<number> =>
  tab.evaluate(`heartbeat.log.filter(({ kind }) => kind === 'connect.started').length`);

describe('A4: a hidden tab', () => {
  it(
    'whose timers come once a minute keeps its connection: no close by either side',
    { timeout: 240_000 },
    async () => {
      const tab = await open({ intervalMs: 5_000, timeoutMs: 15_000 });
      await tab.evaluate(`window.ticks = []; setInterval(() => ticks.push(performance.now()), 1000); 0`);
      const other = await chromium.open('about:blank');
      await chromium.activate(other);
      expect(await tab.evaluate('document.hidden')).toBe(true);
      const closedBefore = Object.values(gateway.stats().closed).reduce((sum, count) => sum + count, 0);
      await quietly(110_000);
      const gaps = await tab.evaluate<number[]>('ticks.slice(1).map((tick, index) => Math.round(tick - ticks[index]))');
      const longestGap = Math.max(...gaps);
      console.log(`hidden for 110 s: longest gap between timers ${longestGap} ms, ${gaps.length} ticks`);
      expect(longestGap).toBeGreaterThan(20_000);
      expect(Object.values(gateway.stats().closed).reduce((sum, count) => sum + count, 0)).toBe(closedBefore);
      expect(await dials(tab)).toBe(1);

      await chromium.activate(tab);
      await waitFor('the probe', async () => (await observed(tab)).events.some(({ kind }) => kind === 'probe.started'));
      expect(await status(tab)).toBe('open');
    },
  );
});

describe('A21: a page that cannot run', () => {
  it('for twice its timeout keeps its connection', { timeout: 60_000 }, async () => {
    const tab = await open({ intervalMs: 1_000, timeoutMs: 3_000 });
    await tab.evaluate('{ const until = performance.now() + 6000; while (performance.now() < until); } 0');
    await quietly(1_500);
    expect(await dials(tab)).toBe(1);
    expect(await status(tab)).toBe('open');
    expect((await kinds(tab)).some((kind) => kind === 'clock.late' || kind === 'clock.wake')).toBe(true);
  });

  it(
    'stopped for longer than its timeout, knows the truth at once, and keeps a healthy socket',
    { timeout: 60_000 },
    async () => {
      const tab = await open({ intervalMs: 1_000, timeoutMs: 3_000 });
      const pids = await chromium.rendererPids();
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      await quietly(8_000);
      for (const pid of pids) process.kill(pid, 'SIGCONT');
      await quietly(1_500);
      expect(await dials(tab)).toBe(1);
      expect(await status(tab)).toBe('open');
    },
  );
});

describe('A2, A13: a page that comes back', () => {
  it(
    'from a freeze, with its socket dead, has a new one within a tenth of a second and a round trip',
    { timeout: 60_000 },
    async () => {
      const tab = await open({ intervalMs: 1_000, timeoutMs: 3_000 });
      await chromium.activate(await chromium.open('about:blank'));
      await tab.send('Page.setWebLifecycleState', { state: 'frozen' });
      await quietly(6_000);
      await tab.send('Page.setWebLifecycleState', { state: 'active' });
      await chromium.activate(tab);
      await waitFor('open', async () => (await status(tab)) === 'open');
      const { events } = await observed(tab);
      const back = events.find(
        ({ kind }) => kind === 'page.changed' && events.some((later) => later.kind === 'connection.closed'),
      );
      const closed = events.find(({ kind }) => kind === 'connection.closed');
      const opened = events.find(({ kind, t }) => kind === 'connect.opened' && t > (closed?.t ?? Infinity));
      expect(back).toBeDefined();
      console.log(`back ${Math.round((opened?.t ?? 0) - (closed?.t ?? 0))} ms after the loss was seen`);
      expect((opened?.t ?? Infinity) - (closed?.t ?? 0)).toBeLessThan(1_000);
    },
  );

  it(
    'from the back-forward cache is open again within a second, with one socket and no banner',
    { timeout: 60_000 },
    async () => {
      const tab = await open({ intervalMs: 1_000, timeoutMs: 3_000 });
      await tab.evaluate(
        `addEventListener('pageshow', ({ persisted }) => { window.shown = { persisted, t: performance.now() }; }); 0`,
      );
      await tab.send('Page.navigate', { url: pages.url('app', { away: '1' }) });
      await waitFor('away', () => tab.evaluate(`location.search.includes('away')`));
      await quietly(1_000);
      const { entries, currentIndex } = (await tab.send('Page.getNavigationHistory')) as {
        entries: { id: number }[];
        currentIndex: number;
      };
      await tab.send('Page.navigateToHistoryEntry', { entryId: entries[currentIndex - 1]?.id });
      await waitFor('back', () => tab.evaluate(`!location.search.includes('away') && Boolean(window.observed)`));
      await waitFor('open', async () => (await status(tab)) === 'open');
      const shown = await tab.evaluate<{ persisted: boolean; t: number } | undefined>('window.shown');
      expect(shown?.persisted).toBe(true);
      const { events } = await observed(tab);
      const opened = events.findLast(({ kind }) => kind === 'connect.opened');
      console.log(`open ${Math.round((opened?.t ?? 0) - (shown?.t ?? 0))} ms after pageshow`);
      expect((opened?.t ?? Infinity) - (shown?.t ?? 0)).toBeLessThan(1_000);
      await waitFor('one socket', () => gateway.peers.size === 1);
      expect(await tab.evaluate(`document.querySelector('[data-heartbeat="banner"]')`)).toBeNull();
    },
  );
});
