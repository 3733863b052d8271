import { describe, expect, it } from 'vitest';
import {
  createSpikeRule,
  LONG_WINDOW,
  raisingCount,
  SHORT_WINDOW,
  type SpikeWindow,
} from '../../../src/gateway/alerts/spikeRule.js';
import { BUCKETS_A_DAY, clusteredEvents, healthyTraffic, seededRandom } from '../../support/gateway/traffic.js';

/** Alerts of a rule over healthy days. */
function falseAlerts(window: SpikeWindow, connections: number, days: number, seed: number): number {
  const rule = createSpikeRule(window);
  const traffic = healthyTraffic({ connections, seed });
  let raised = 0;
  let wasActive = false;
  for (let bucket = 0; bucket < days * BUCKETS_A_DAY; bucket += 1) {
    const { events, connections: present } = traffic.next().value!;
    const { isActive } = rule.add(events, present);
    if (isActive && !wasActive) raised += 1;
    wasActive = isActive;
  }
  return raised;
}

/** Whether a spike of `factor` over steady traffic is raised by its end, and how often. */
function raisesIn(window: SpikeWindow, expected: number, factor: number, seed: number): number {
  const random = seededRandom(seed);
  const rule = createSpikeRule(window);
  const mean = expected / window.buckets;
  for (let bucket = 0; bucket < 4 * window.warmUpBuckets; bucket += 1) rule.add(clusteredEvents(random, mean), 1_000);
  let raised = 0;
  let wasActive = false;
  for (let bucket = 0; bucket < window.buckets + 1; bucket += 1) {
    const { isActive } = rule.add(clusteredEvents(random, mean * factor), 1_000);
    if (isActive && !wasActive) raised += 1;
    wasActive = isActive;
  }
  return raised;
}
const shareRaised = (window: SpikeWindow, expected: number, factor: number, runs = 200): number => {
  let raised = 0;
  for (let seed = 1; seed <= runs; seed += 1) raised += Math.min(1, raisesIn(window, expected, factor, seed));
  return raised / runs;
};

describe('a spike', () => {
  it('of five times is raised within two minutes where 32 events are usual in two minutes', () => {
    expect(shareRaised(SHORT_WINDOW, 34, 5)).toBeGreaterThanOrEqual(0.98);
  });
  it('of ten times is raised within two minutes where ten are usual', () => {
    expect(shareRaised(SHORT_WINDOW, 10.5, 10)).toBeGreaterThanOrEqual(0.98);
  });
  it('of ten times is raised within a quarter of an hour where ten are usual in it', () => {
    expect(shareRaised(LONG_WINDOW, 10.5, 10)).toBeGreaterThanOrEqual(0.98);
  });
  it('is raised once', () => {
    for (let seed = 1; seed <= 50; seed += 1) expect(raisesIn(SHORT_WINDOW, 100, 5, seed)).toBe(1);
  });
  it.each([500, 10_000])('is not seen in a healthy fortnight of %d connections', (connections) => {
    for (const shape of [SHORT_WINDOW, LONG_WINDOW]) expect(falseAlerts(shape, connections, 14, connections)).toBe(0);
  });
  it('cannot be one burst of a minute', () => {
    const rule = createSpikeRule(SHORT_WINDOW);
    for (let bucket = 0; bucket < 200; bucket += 1) rule.add(2, 1_000);
    for (let bucket = 0; bucket < 6; bucket += 1) expect(rule.add(60, 1_000).isActive).toBe(false);
  });
  it('is not what everyone’s return looks like, after a start and after a gap', () => {
    const rule = createSpikeRule(SHORT_WINDOW);
    const comeBack = (): void => {
      for (let bucket = 0; bucket < 12; bucket += 1) expect(rule.add(500, 1_000).isActive).toBe(false);
      for (let bucket = 0; bucket < 300; bucket += 1) expect(rule.add(2, 1_000).isActive).toBe(false);
    };
    comeBack();
    rule.restart();
    comeBack();
  });
  it('is over after two calm minutes; one that stays is the usual after an hour', () => {
    const rule = createSpikeRule(SHORT_WINDOW);
    for (let bucket = 0; bucket < 300; bucket += 1) rule.add(4, 1_000);
    for (let bucket = 0; bucket < 30; bucket += 1) rule.add(30, 1_000);
    expect(rule.add(30, 1_000).isActive).toBe(true);
    for (let bucket = 0; bucket < 30; bucket += 1) rule.add(4, 1_000);
    expect(rule.add(4, 1_000).isActive).toBe(false);
    for (let bucket = 0; bucket < 400; bucket += 1) rule.add(30, 1_000);
    expect(rule.add(30, 1_000).isActive).toBe(false);
    expect(rule.add(30, 1_000).expected).toBeGreaterThan(200);
  });
  it('needs connections: an empty hour changes nothing', () => {
    const rule = createSpikeRule(SHORT_WINDOW);
    for (let bucket = 0; bucket < 300; bucket += 1) rule.add(4, 1_000);
    for (let bucket = 0; bucket < 360; bucket += 1) expect(rule.add(0, 0).isActive).toBe(false);
    for (let bucket = 0; bucket < 30; bucket += 1) expect(rule.add(4, 1_000).isActive).toBe(false);
  });
  it('has a threshold that grows with what is usual', () => {
    expect([0, 1, 10, 100].map((expected) => raisingCount(expected, 3))).toEqual([20, 26, 51, 300]);
  });
});
