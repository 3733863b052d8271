import { describe, expect, it } from 'vitest';
import { placeInDrain, planDrain, returnWindow } from '../../../src/gateway/peers/drainPlan.js';

describe('the plan of a drain', () => {
  it('has a window for all connections to come in elsewhere, with headroom, and never past the deadline', () => {
    expect(planDrain(10_000, 1_000, 60_000).windowMs).toBe(20_000);
    expect(planDrain(100_000, 1_000, 60_000).windowMs).toBe(59_000);
    expect(planDrain(1_000, Number.POSITIVE_INFINITY, 60_000).windowMs).toBe(0);
    expect(planDrain(1_000, 1_000, 0).windowMs).toBe(0);
  });

  it.each([
    [2_000, 100, 60_000],
    [10_000, 1_000, 25_000],
    [100_000, 10_000, 25_000],
    [40, 1_000, 10_000],
  ])('spreads %i connections evenly, at %i admitted a second, over %i ms', (connections, admit, overMs) => {
    const plan = planDrain(connections, admit, overMs);
    const places = Array.from({ length: connections }, (_, place) => placeInDrain(plan, place));
    const arrivals = new Map<number, number>();
    const closes = new Map<number, number>();
    const count = (bins: Map<number, number>, at: number) =>
      bins.set(Math.floor(at / 1_000), (bins.get(Math.floor(at / 1_000)) ?? 0) + 1);
    for (const { afterMs, slotMs, closeMs } of places) {
      count(arrivals, afterMs + Math.random() * slotMs);
      count(closes, closeMs);
    }
    // No client is closed before its time slot has ended, nor after the deadline.
    expect(places.filter(({ afterMs, slotMs, closeMs }) => closeMs < afterMs + slotMs || closeMs > overMs)).toEqual([]);
    expect(Math.max(...arrivals.values())).toBeLessThanOrEqual(admit);
    const secondsOfCloses = (overMs - 2_000) / 1_000;
    expect(Math.max(...closes.values())).toBeLessThanOrEqual(Math.ceil(connections / secondsOfCloses) + 1);
  });

  it('closes all connections by the deadline, even when the time is too short for them', () => {
    for (const [connections, overMs] of [
      [100_000, 25_000],
      [3, 1_000],
      [1, 0],
    ] as const) {
      const plan = planDrain(connections, 1_000, overMs);
      const last = placeInDrain(plan, connections - 1);
      expect(last.closeMs).toBeLessThanOrEqual(overMs);
      expect(last.afterMs + last.slotMs).toBeLessThanOrEqual(plan.windowMs);
    }
  });
});

describe('the hint to clients that are closed', () => {
  const windowOf = (...drain: Parameters<typeof returnWindow>): number => returnWindow(...drain).windowMs;

  it('gives them five seconds, more when they need more, and less by the time the drain has spread already', () => {
    expect(windowOf(10, 1_000)).toBe(5_000);
    expect(windowOf(10_000, 1_000)).toBe(20_000);
    expect(windowOf(10_000, 1_000, 15_000)).toBe(5_000);
    expect(windowOf(10_000, 1_000, 60_000)).toBe(250);
    expect(windowOf(10_000, Number.POSITIVE_INFINITY)).toBe(5_000);
    expect(windowOf(Number.MAX_SAFE_INTEGER, 1)).toBe(2_147_483_647);
  });
});
