import { describe, expect, it, onTestFinished } from 'vitest';
import type { RawTab } from '../support/browser/rawChromium.js';
import { dials, kinds, observed, status, tabsForFile } from '../support/browser/tabs.js';
import { sleep, waitFor } from '../support/waitFor.js';

const tabs = tabsForFile();
const pongs = async (tab: RawTab): Promise<number> =>
  (await kinds(tab)).filter((kind) => kind === 'pong.received').length;

/** How long the client waited after the last loss before it dialled again; 0 where coming back cut the wait short. */
async function lastRetryDelayMs(tab: RawTab): Promise<number> {
  const { events } = await observed(tab);
  const closedAt = events.findLastIndex(({ kind }) => kind === 'connection.closed');
  if (closedAt === -1) return NaN;
  const since = events.slice(closedAt);
  const wait = since.slice(
    0,
    since.findIndex(({ kind }) => kind === 'connect.started'),
  );
  // A busy browser tells a page of its socket's end before it tells it that it is back.
  const isCutShort = wait.some((record) => record.kind === 'page.changed' && comingBack.has(record.signal));
  const retry = wait.find((record) => record.kind === 'retry.scheduled');
  return isCutShort ? 0 : (retry?.delayMs ?? 0);
}

const comingBack = new Set(['restored', 'visible']);

describe('A21: a page that cannot run', () => {
  it('for twice its timeout keeps its connection', async () => {
    const tab = await tabs.open({ intervalMs: 1_000, timeoutMs: 3_000 });
    await tab.evaluate('{ const until = performance.now() + 6000; while (performance.now() < until); } 0');
    const before = await pongs(tab);
    await waitFor('two pongs since', async () => (await pongs(tab)) >= before + 2);
    expect(await dials(tab)).toBe(1);
    expect(await status(tab)).toBe('open');
    expect((await kinds(tab)).some((kind) => kind === 'clock.late' || kind === 'clock.wake')).toBe(true);
  });

  it('because it was stopped for longer than its timeout, keeps a healthy socket', async () => {
    const tab = await tabs.open({ intervalMs: 1_000, timeoutMs: 3_000 });
    const pids = await tabs.chromium.rendererPids();
    const signal = (name: NodeJS.Signals): void => pids.forEach((pid) => process.kill(pid, name));
    onTestFinished(() => signal('SIGCONT'));
    const before = await pongs(tab);
    signal('SIGSTOP');
    await sleep(6_000);
    signal('SIGCONT');
    await waitFor('two pongs since', async () => (await pongs(tab)) >= before + 2);
    expect(await dials(tab)).toBe(1);
    expect(await status(tab)).toBe('open');
  });
});

describe('A2, A13: a page that comes back', () => {
  it('from a freeze, with its socket dead, dials again within a tenth of a second', async () => {
    const tab = await tabs.open({ intervalMs: 1_000, timeoutMs: 3_000 });
    await tabs.chromium.activate(await tabs.chromium.open('about:blank'));
    await tab.send('Page.setWebLifecycleState', { state: 'frozen' });
    for (const peer of tabs.gateway.peers) peer.socket.terminate();
    await waitFor('its socket to be gone', () => tabs.gateway.peers.size === 0);
    await tab.send('Page.setWebLifecycleState', { state: 'active' });
    await tabs.chromium.activate(tab);
    await waitFor('the new socket', () => tabs.gateway.peers.size === 1);
    await waitFor('open', async () => (await status(tab)) === 'open');
    expect(await lastRetryDelayMs(tab)).toBeLessThanOrEqual(100);
  });

  it('from the back-forward cache dials again within a tenth of a second, with one socket and no banner', async () => {
    const tab = await tabs.open({ intervalMs: 1_000, timeoutMs: 3_000 });
    await tab.evaluate(`addEventListener('pageshow', ({ persisted }) => { window.wasCached = persisted; }); 0`);
    await tab.send('Page.navigate', { url: tabs.pages.url('app', { away: '1' }) });
    await waitFor('away', () => tab.evaluate(`location.search.includes('away')`));
    const { entries, currentIndex } = (await tab.send('Page.getNavigationHistory')) as {
      entries: { id: number }[];
      currentIndex: number;
    };
    await tab.send('Page.navigateToHistoryEntry', { entryId: entries[currentIndex - 1]?.id });
    await waitFor('back', () => tab.evaluate(`!location.search.includes('away') && Boolean(window.observed)`));
    await waitFor('a new socket', async () => (await dials(tab)) === 2);
    await waitFor('open', async () => (await status(tab)) === 'open');
    expect(await tab.evaluate('window.wasCached')).toBe(true);
    expect(await lastRetryDelayMs(tab)).toBeLessThanOrEqual(100);
    expect(await tab.evaluate(`document.querySelector('[data-heartbeat="banner"]')`)).toBeNull();
    await waitFor('one socket', () => tabs.gateway.peers.size === 1);
  });
});
