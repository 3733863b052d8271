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
          const delayMs = retryDelayMs(config, action, attempt, random);
          expect(Number.isInteger(delayMs)).toBe(true);
          expect(delayMs).toBeLessThanOrEqual(2_147_483_647);
          expect(delayMs).toBeGreaterThanOrEqual(action === 'retry' ? config.minDelayMs : 0);
        }
      }
    }
  });

  it('keeps its jitter at the cap: the tenth attempts of a thousand clients do not meet', () => {
    const delays = Array.from({ length: 1_000 }, (_, client) => retryDelayMs(reconnect, 'retry', 10, client / 1_000));
    expect(new Set(delays).size).toBeGreaterThan(990);
    expect(Math.min(...delays)).toBe(500);
    expect(Math.max(...delays)).toBeGreaterThan(30_000);
  });

  it('spreads the first retries of a thousand clients: no tenth of a second sees more than 15 % of them', () => {
    const bins = new Map<number, number>();
    for (let client = 0; client < 1_000; client++) {
      const bin = Math.floor(retryDelayMs(reconnect, 'retry', 1, client / 1_000) / 100);
      bins.set(bin, (bins.get(bin) ?? 0) + 1);
    }
    expect(Math.max(...bins.values())).toBeLessThanOrEqual(150);
  });

  it('takes the slow tiers for an overloaded gateway', () => {
    const longest = [1, 2, 3, 4, 5].map((attempt) => retryDelayMs(reconnect, 'slow', attempt, 1));
    expect(longest).toEqual([2_000, 30_000, 60_000, 300_000, 300_000]);
  });
});
