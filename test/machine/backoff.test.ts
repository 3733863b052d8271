import { describe, expect, it } from 'vitest';
import { retryDelayMs } from '../../src/machine/backoff.js';
import { resolveMachineConfig } from '../../src/machine/options.js';

const { reconnect } = resolveMachineConfig();

describe('the retry delay', () => {
  it.each([
    {},
    { minDelayMs: 0, baseDelayMs: 0, maxDelayMs: 0 },
    { minDelayMs: 0, baseDelayMs: 1, maxDelayMs: 2_147_483_647 },
    { minDelayMs: 2_147_483_646, baseDelayMs: 1, maxDelayMs: 1 },
  ])('%o: is an integer a timer can wait for, at any attempt up to a million', (options) => {
    const config = resolveMachineConfig({ reconnect: options }).reconnect;
    for (const attempt of [1, 2, 3, 10, 31, 32, 33, 34, 54, 58, 64, 1_023, 1_024, 1_025, 1_000_000]) {
      for (const random of [0, 0.5, 1 - Number.EPSILON]) {
        for (const action of ['retry', 'retry-now', 'spread', 'slow'] as const) {
          const delayMs = retryDelayMs(config, action, attempt, 1 - random, random);
          expect(Number.isInteger(delayMs)).toBe(true);
          expect(delayMs).toBeLessThanOrEqual(2_147_483_647);
          expect(delayMs).toBeGreaterThanOrEqual(action === 'retry' ? config.minDelayMs : 0);
        }
      }
    }
  });

  it('is the floor and a draw from the first window, then one attempt to a window, then no more than the cap', () => {
    const delays = (slot: number) =>
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((attempt) => retryDelayMs(reconnect, 'retry', attempt, slot, 0.5));
    expect(delays(0)).toEqual([500, 1_000, 5_000, 5_000, 5_000, 5_000, 10_000, 20_000, 30_000]);
    expect(delays(0.5)).toEqual([1_000, 3_000, 5_000, 5_000, 5_000, 7_500, 15_000, 25_000, 30_000]);
    expect(delays(1)).toEqual([1_500, 5_000, 5_000, 5_000, 5_000, 10_000, 20_000, 30_000, 30_000]);
  });

  it('scales with its options', () => {
    const { reconnect: quick } = resolveMachineConfig({
      reconnect: { minDelayMs: 10, baseDelayMs: 20, maxDelayMs: 300 },
    });
    const delays = [1, 2, 3, 6, 7, 8].map((attempt) => retryDelayMs(quick, 'retry', attempt, 0, 0.5));
    expect(delays).toEqual([10, 20, 100, 100, 200, 300]);
  });

  it('never waits less than the floor, though the draw of the window would', () => {
    const { reconnect: floored } = resolveMachineConfig({ reconnect: { minDelayMs: 700, baseDelayMs: 100 } });
    expect(retryDelayMs(floored, 'retry', 2, 0, 0)).toBe(700);
  });

  it('spreads clients at the cap too: a thousand of them come evenly, and not all wait equally long', () => {
    const perSecond = new Map<number, number>();
    const waits = new Set<number>();
    for (let client = 0; client < 1_000; client++) {
      const slot = client / 1_000;
      let at = 0;
      for (let attempt = 1; attempt <= 12; attempt++) {
        const delayMs = retryDelayMs(reconnect, 'retry', attempt, slot, (client * 0.6180339887) % 1);
        at += delayMs;
        if (attempt === 12) waits.add(delayMs);
      }
      const second = Math.floor(at / 1_000);
      perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
    }
    expect(Math.max(...perSecond.values())).toBeLessThanOrEqual(3 * (1_000 / 30));
    expect(waits.size).toBeGreaterThan(400);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_250);
  });

  it('spreads the first retries of a thousand clients: no tenth of a second sees more than 15 % of them', () => {
    const bins = new Map<number, number>();
    for (let client = 0; client < 1_000; client++) {
      const bin = Math.floor(retryDelayMs(reconnect, 'retry', 1, client / 1_000, 0) / 100);
      bins.set(bin, (bins.get(bin) ?? 0) + 1);
    }
    expect(Math.max(...bins.values())).toBeLessThanOrEqual(150);
  });

  it('takes the slow tiers for an overloaded gateway', () => {
    const longest = [1, 2, 3, 4, 5].map((attempt) => retryDelayMs(reconnect, 'slow', attempt, 0, 1));
    expect(longest).toEqual([2_000, 30_000, 60_000, 300_000, 300_000]);
  });
});
