import { describe, expect, it } from 'vitest';
import { createSpikeRule, LONG_WINDOW, SHORT_WINDOW, type SpikeWindow } from '../../src/gateway/alerts/spikeRule.js';
import { ROWS_A_DAY } from '../../src/gateway/alerts/slowRiseRule.js';
import { BUCKETS_A_DAY, clusteredEvents, healthyTraffic, seededRandom } from '../support/gateway/traffic.js';
import { raisedAt, rows } from '../support/gateway/risingTraffic.js';
import { walkPaths, type PathWorld } from '../support/gateway/paths.js';

/** Made-up days with the real rules. A larger factor looks longer. */
const FACTOR = Number(process.env['ALERT_FACTOR'] ?? 1);
const RUNS = Math.round(500 * FACTOR);

/** How often a spike of `factor` is raised by its end, where `expected` events are usual in a window. */
function power(shape: SpikeWindow, expected: number, factor: number): number {
  let raised = 0;
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const random = seededRandom(seed * 7_919);
    const rule = createSpikeRule(shape);
    const mean = expected / shape.buckets;
    for (let bucket = 0; bucket < 3 * shape.warmUpBuckets; bucket += 1) rule.add(clusteredEvents(random, mean), 1_000);
    let isRaised = false;
    for (let bucket = 0; bucket <= shape.buckets; bucket += 1) {
      isRaised ||= rule.add(clusteredEvents(random, mean * factor), 1_000).isActive;
    }
    if (isRaised) raised += 1;
  }
  return raised / RUNS;
}

describe('spikes', () => {
  it('are found as the documents say', () => {
    const table = [4, 8, 10, 16, 24, 32, 64].map((expected) => ({
      'usual in the window': expected,
      '5x in 2 min': power(SHORT_WINDOW, expected, 5),
      '10x in 2 min': power(SHORT_WINDOW, expected, 10),
      '10x in 15 min': power(LONG_WINDOW, expected, 10),
    }));
    console.table(table);
    const from = (usual: number) => table.filter((row) => row['usual in the window'] >= usual);
    expect(Math.min(...from(32).map((row) => row['5x in 2 min']))).toBeGreaterThanOrEqual(0.98);
    expect(Math.min(...from(10).map((row) => row['10x in 2 min']))).toBeGreaterThanOrEqual(0.98);
    expect(Math.min(...from(10).map((row) => row['10x in 15 min']))).toBeGreaterThanOrEqual(0.98);
  });

  it('are not seen in healthy traffic: at most one false alert in a hundred days', () => {
    const days = Math.round(100 * FACTOR);
    let raised = 0;
    for (const connections of [50, 500, 2_000, 10_000]) {
      for (const shape of [SHORT_WINDOW, LONG_WINDOW]) {
        const rule = createSpikeRule(shape);
        const traffic = healthyTraffic({ connections, seed: connections + 17 });
        let wasActive = false;
        for (let bucket = 0; bucket < days * BUCKETS_A_DAY; bucket += 1) {
          const { events, connections: present } = traffic.next().value!;
          // A restart a day: everyone is new, and comes back in the first minutes.
          const isRestart = bucket % BUCKETS_A_DAY === 3_000;
          if (isRestart) rule.restart();
          const sinceRestart = (bucket - 3_000) % BUCKETS_A_DAY;
          const returning = sinceRestart >= 0 && sinceRestart < 6 ? present / 6 : 0;
          const { isActive } = rule.add(events + returning, present);
          if (isActive && !wasActive) raised += 1;
          wasActive = isActive;
        }
      }
    }
    expect(raised / (days / 100)).toBeLessThanOrEqual(1);
  });
});

describe('slow rises', () => {
  it('are not seen in healthy traffic, at any size', () => {
    const days = Math.round(200 * FACTOR);
    const raised = [50, 500, 2_000, 10_000].flatMap((connections) => raisedAt(rows(connections, connections), days));
    expect((raised.length / days) * 100).toBeLessThanOrEqual(1);
  });
  it('that double every six hours are found before they reach four times, at 2 000 connections', () => {
    const runs = Math.round(100 * FACTOR);
    let found = 0;
    for (let seed = 1; seed <= runs; seed += 1) {
      const from = 8 * ROWS_A_DAY + (seed % 24) * 12;
      const first = raisedAt(rows(2_000, seed, from), 9.6).find((row) => row >= from);
      if (first !== undefined && first <= from + 144) found += 1;
    }
    expect(found / runs).toBeGreaterThanOrEqual(0.9);
  });
});

const SHARES = [{ share: 1 }, { share: 0.2 }, { share: 0.05 }];

describe('limits of the path', () => {
  const seeds = Array.from({ length: Math.round(10 * FACTOR) }, (_, index) => index + 11);
  const found = (world: Partial<PathWorld>): number[] =>
    seeds.map(
      (seed) => walkPaths({ clients: 200, minutes: 60, intervalMs: 90_000, ...world, seed }).limits[0]?.afterMs ?? 0,
    );
  const worst = (values: number[], truth: number): number =>
    Math.max(...values.map((value) => Math.abs(value / truth - 1)));
  it.each(SHARES)('of silence are found within 5 % with the share $share behind them', ({ share }) => {
    expect(worst(found({ cut: { idleMs: 60_000, share } }), 60_000)).toBeLessThanOrEqual(0.05);
  });
  it.each(SHARES)('of age are found within 5 % with the share $share behind them', ({ share }) => {
    expect(worst(found({ intervalMs: 25_000, cut: { ageMs: 300_000, share } }), 300_000)).toBeLessThanOrEqual(0.05);
  });
  it('are not seen where there are none, in half a day', () => {
    for (const seed of seeds.slice(0, 2)) {
      const world = { clients: 150, minutes: 12 * 60, intervalMs: 25_000, trafficMs: 1e9, seed };
      expect(walkPaths(world).ever).toEqual([]);
    }
  });
});
