import { expect, it } from 'vitest';
import { chooseScale } from '../../src/dashboard/settings/trade-off/curveScale.js';

const cost = (seconds: number): number => 424_800 / seconds;

it.each([1, 5, 25, 60, 300])('shows all that is marked, with even steps, around %d s', (now) => {
  for (const wanted of [now / 2, now, now * 2.5]) {
    const { from, to, top, seconds, bytes } = chooseScale(now, [wanted], cost, 7);
    expect(from).toBeLessThan(Math.min(now, wanted));
    expect(to).toBeGreaterThan(Math.min(300, Math.max(now, wanted)));
    expect(top).toBeGreaterThanOrEqual(cost(Math.min(now, wanted)));
    expect(bytes).toHaveLength(5);
    expect(seconds.length).toBeLessThanOrEqual(8);
    expect(seconds.every((mark) => mark >= from && mark <= to)).toBe(true);
  }
});
