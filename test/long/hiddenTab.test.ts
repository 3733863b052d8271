import { expect, it } from 'vitest';
import { dials, observed, status, tabsForFile } from '../support/browser/tabs.js';
import { sleep, waitFor } from '../support/waitFor.js';

const HIDDEN_MS = 110_000;
const tabs = tabsForFile();
const closedCount = (): number =>
  Object.values(tabs.gateway.stats().closed).reduce((sum: number, count) => sum + count, 0);

it(
  'A4: a hidden tab whose timers come once a minute keeps its connection: no close by either side',
  { timeout: 240_000 },
  async () => {
    const tab = await tabs.open({ intervalMs: 5_000, timeoutMs: 15_000 });
    await tab.evaluate(`window.ticks = []; setInterval(() => ticks.push(performance.now()), 1000); 0`);
    await tabs.chromium.activate(await tabs.chromium.open('about:blank'));
    expect(await tab.evaluate('document.hidden')).toBe(true);
    const closedBefore = closedCount();
    await sleep(HIDDEN_MS);
    const gaps = await tab.evaluate<number[]>('ticks.slice(1).map((tick, index) => Math.round(tick - ticks[index]))');
    const longestGap = Math.max(...gaps);
    console.log(`hidden for ${HIDDEN_MS / 1_000} s: longest gap between timers ${longestGap} ms, ${gaps.length} ticks`);
    expect(longestGap).toBeGreaterThan(20_000);
    expect(closedCount()).toBe(closedBefore);
    expect(await dials(tab)).toBe(1);

    await tabs.chromium.activate(tab);
    await waitFor('the probe', async () => (await observed(tab)).events.some(({ kind }) => kind === 'probe.started'));
    expect(await status(tab)).toBe('open');
  },
);
