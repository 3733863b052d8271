import { describe, expect, it } from 'vitest';
import { resolveAlerts } from '../../../src/gateway/alerts/alertOptions.js';
import { fastBurn, measureSlo } from '../../../src/gateway/statistics/slo.js';

const HOUR_MS = 3_600_000;
const STEP_MS = 10_000;

/** A gateway with so many people, for so long; `each` is told each bucket's end. */
function live(
  people: number,
  hours: number,
  each: (now: number, slo: ReturnType<typeof measureSlo>) => void = () => {},
) {
  const slo = measureSlo();
  for (let now = STEP_MS; now <= hours * HOUR_MS; now += STEP_MS) {
    slo.connected(now - STEP_MS, now, people);
    each(now, slo);
  }
  return slo;
}

describe('connected time without a shown outage', () => {
  it('is the share that people had', () => {
    // Each of 100 people sees 18 s of outage an hour: half a per cent.
    const slo = live(100, 2, (now, measured) => {
      for (let person = 0; person < 100; person += 1) {
        if (Math.floor(now / STEP_MS) % 360 === person * 3) measured.disturbed(now, 18_000, true);
      }
    });
    expect(slo.undisturbed(2 * HOUR_MS, HOUR_MS)).toBeCloseTo(0.995, 3);
    expect(slo.burn(2 * HOUR_MS, HOUR_MS)).toBeCloseTo(1, 1);
  });
  it('is unknown while half of the window is', () => {
    const slo = live(100, 0.4);
    expect(slo.undisturbed(0.4 * HOUR_MS, HOUR_MS)).toBeNull();
    expect(slo.undisturbed(0.4 * HOUR_MS, 300_000)).toBe(1);
  });
  it('is unknown, not perfect, where no one was connected', () => {
    expect(live(0, 2).undisturbed(2 * HOUR_MS, HOUR_MS)).toBeNull();
  });
  it('counts one outage for five minutes at most', () => {
    const slo = live(10, 2);
    slo.disturbed(2 * HOUR_MS, 5 * HOUR_MS, true);
    expect(slo.undisturbed(2 * HOUR_MS, HOUR_MS)).toBeCloseTo(1 - 300 / (10 * 3_600 + 300), 3);
  });
  it('is remembered for two days', () => {
    const slo = live(10, 48, (now, measured) => {
      if (now === 18 * HOUR_MS) measured.disturbed(now, 298_000, true);
    });
    const now = 48 * HOUR_MS;
    expect(slo.undisturbed(now, 24 * HOUR_MS)).toBe(1);
    expect(slo.undisturbed(now, 48 * HOUR_MS)).toBeCloseTo(1 - 298 / (10 * 48 * 3_600 + 298), 6);
  });
  it('spreads an outage back over the time it lasted', () => {
    const slo = live(10, 2);
    slo.disturbed(2 * HOUR_MS, 240_000, true);
    expect(slo.undisturbed(2 * HOUR_MS - 300_000, 300_000)).toBe(1);
    expect(slo.undisturbed(2 * HOUR_MS, 300_000)).toBeLessThan(0.95);
  });
});

describe('the error budget', () => {
  it('burns fast when everyone was down for five minutes, within five minutes', () => {
    let raisedAfterMs: number | null = null;
    const begin = 2 * HOUR_MS;
    const people = 500;
    const slo = live(people, 2);
    for (let now = begin + STEP_MS; now <= begin + 300_000; now += STEP_MS) {
      // No one is connected, and everyone is back a little at the end of each ten seconds, to say so.
      for (let person = 0; person < people; person += 1) slo.disturbed(now, STEP_MS, true);
      if (fastBurn(slo, now)) raisedAfterMs ??= now - begin;
    }
    expect(raisedAfterMs).not.toBeNull();
    expect(raisedAfterMs!).toBeLessThanOrEqual(300_000);
  });
  it('does not burn for mobile people with short outages', () => {
    let fast = 0;
    live(50, 30, (now, slo) => {
      // 0.4 outages per person and hour; a few of them take minutes.
      const step = Math.floor(now / STEP_MS);
      if (step % 18 === 0) slo.disturbed(now, step % 144 === 0 ? 60_000 : 4_000, true);
      if (fastBurn(slo, now)) fast += 1;
    });
    expect(fast).toBe(0);
  });
});

describe('claims that the gateway cannot check', () => {
  it('use up the budget at most, so that they alone raise nothing', () => {
    let fast = 0;
    const slo = live(100, 26, (now, measured) => {
      for (let forged = 0; forged < 50; forged += 1) measured.disturbed(now, 300_000, false);
      if (fastBurn(measured, now)) fast += 1;
    });
    expect(fast).toBe(0);
    expect(slo.burn(26 * HOUR_MS, HOUR_MS)).toBeCloseTo(1, 1);
  });
  it('hide no outage that it saw', () => {
    const slo = live(100, 2, (now, measured) => {
      measured.disturbed(now, 300_000, false);
      for (let person = 0; person < 20; person += 1) measured.disturbed(now, STEP_MS, true);
    });
    expect(fastBurn(slo, 2 * HOUR_MS)).not.toBeNull();
  });
});

it('pairs of windows are an option', () => {
  const slo = measureSlo(0.9, [{ factor: 2, longMs: HOUR_MS, shortMs: 300_000 }]);
  for (let now = STEP_MS; now <= 2 * HOUR_MS; now += STEP_MS) {
    slo.connected(now - STEP_MS, now, 10);
    for (let person = 0; person < 4; person += 1) slo.disturbed(now, STEP_MS, true);
  }
  expect(fastBurn(slo, 2 * HOUR_MS)).toMatchObject({ factor: 2 });
  const pair = { factor: 2, longMs: HOUR_MS, shortMs: 300_000 };
  expect(resolveAlerts({ sloPairs: [pair] }).sloPairs).toEqual([pair]);
  for (const wrong of [
    [],
    {},
    [null],
    [{ ...pair, factor: 1 }],
    [{ ...pair, longMs: 2 * 86_400_000 }],
    [{ ...pair, shortMs: HOUR_MS }],
    [{ ...pair, shortMs: '300000' }],
    Array.from({ length: 9 }, () => pair),
  ]) {
    expect(() => resolveAlerts({ sloPairs: wrong as never })).toThrow(
      expect.objectContaining({ option: 'alerts.sloPairs' }),
    );
  }
});
