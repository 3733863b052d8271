import { expect, it } from 'vitest';
import { quietly, waitFor } from '../support/waitFor.js';
import { dials, observed, status, startTabs } from '../support/browser/tabs.js';

const tabs = startTabs();

it(
  'A4: a hidden tab whose timers come once a minute keeps its connection: no close by either side',
  { timeout: 240_000 },
  async () => {
    const tab = await tabs.open({ intervalMs: 5_000, timeoutMs: 15_000 });
    await tab.evaluate(`window.ticks = []; setInterval(() => ticks.push(performance.now()), 1000); 0`);
    const other = await tabs.chromium.open('about:blank');
    await tabs.chromium.activate(other);
    expect(await tab.evaluate('document.hidden')).toBe(true);
    const closedBefore = Object.values(tabs.gateway.stats().closed).reduce((sum, count) => sum + count, 0);
    await quietly(110_000);
    const gaps = await tab.evaluate<number[]>('ticks.slice(1).map((tick, index) => Math.round(tick - ticks[index]))');
    const longestGap = Math.max(...gaps);
    console.log(`hidden for 110 s: longest gap between timers ${longestGap} ms, ${gaps.length} ticks`);
    expect(longestGap).toBeGreaterThan(20_000);
    expect(Object.values(tabs.gateway.stats().closed).reduce((sum, count) => sum + count, 0)).toBe(closedBefore);
    expect(await dials(tab)).toBe(1);

    await tabs.chromium.activate(tab);
    await waitFor('the probe', async () => (await observed(tab)).events.some(({ kind }) => kind === 'probe.started'));
    expect(await status(tab)).toBe('open');
  },
);
