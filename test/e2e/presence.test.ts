import { describe, expect, it } from 'vitest';
import { quietly, waitFor } from '../support/waitFor.js';
import { dials, kinds, observed, status, startTabs } from '../support/browser/tabs.js';

const tabs = startTabs();

describe('A21: a page that cannot run', () => {
  it('for twice its timeout keeps its connection', { timeout: 60_000 }, async () => {
    const tab = await tabs.open({ intervalMs: 1_000, timeoutMs: 3_000 });
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
      const tab = await tabs.open({ intervalMs: 1_000, timeoutMs: 3_000 });
      const pids = await tabs.chromium.rendererPids();
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
      const tab = await tabs.open({ intervalMs: 1_000, timeoutMs: 3_000 });
      await tabs.chromium.activate(await tabs.chromium.open('about:blank'));
      await tab.send('Page.setWebLifecycleState', { state: 'frozen' });
      await quietly(6_000);
      await tab.send('Page.setWebLifecycleState', { state: 'active' });
      await tabs.chromium.activate(tab);
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
      const tab = await tabs.open({ intervalMs: 1_000, timeoutMs: 3_000 });
      await tab.evaluate(
        `addEventListener('pageshow', ({ persisted }) => { window.shown = { persisted, t: performance.now() }; }); 0`,
      );
      await tab.send('Page.navigate', { url: tabs.pages.url('app', { away: '1' }) });
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
      await waitFor('one socket', () => tabs.gateway.peers.size === 1);
      expect(await tab.evaluate(`document.querySelector('[data-heartbeat="banner"]')`)).toBeNull();
    },
  );
});
