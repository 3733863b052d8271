import { describe, expect, it } from 'vitest';
import { createHistogram } from '../../../../src/gateway/statistics/rows/histogram.js';
import { packRow, unpackRow } from '../../../../src/gateway/statistics/rows/packedRow.js';
import { recordStatistics } from '../../../../src/gateway/statistics/recorder.js';
import { createCounts, SCALES, type Distribution, type Row } from '../../../../src/gateway/statistics/rows/row.js';
import { createTally } from '../../../../src/gateway/telemetry/tally.js';
import { createManualClock } from '../../../../src/testing/createManualClock.js';
import { settledHeap } from '../../../support/gateway/heap.js';
import { seededRandom } from '../../../support/gateway/traffic.js';

const DISTRIBUTIONS = Object.keys(SCALES) as Distribution[];

function rowOf(seed: number): Row {
  const random = seededRandom(seed);
  // Of all sizes: none, few, and as many as fit.
  const number = () => Math.floor(2 ** (33 * random()) - 1) % 2 ** 32;
  const histograms = new Map(
    DISTRIBUTIONS.filter(() => random() < 0.6).map((name) => {
      const histogram = createHistogram().map((zero) => (random() < 0.3 ? number() : zero));
      histogram[Math.floor(random() * histogram.length)] = 2 ** 32 - 1;
      return [name, histogram];
    }),
  );
  return {
    index: seed,
    counts: createCounts().map(number),
    histograms,
    connections: { min: 1, max: 9_999, last: 7 },
    lagMs: 1.25,
  };
}

describe('a row that is kept', () => {
  it('is the row that it was', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const row = rowOf(seed);
      const { index, counts, histograms, connections, lagMs } = unpackRow(packRow(row));
      expect({ index, counts, connections, lagMs }).toEqual({
        index: row.index,
        counts: row.counts,
        connections: row.connections,
        lagMs: row.lagMs,
      });
      expect(histograms).toEqual(row.histograms);
    }
  });
});

it('two days of statistics take a megabyte and a half, however much happened', () => {
  const clock = createManualClock();
  const tally = createTally();
  const random = seededRandom(3);
  const memory = () => settledHeap() + process.memoryUsage().arrayBuffers;
  const before = memory();
  const immediate = setImmediate;
  const statistics = recordStatistics(
    { clock: { ...clock, immediate }, tally, connections: () => 10_000, takeLagMs: () => 1, readLagMs: () => 1 },
    () => {},
  );
  for (let bucket = 0; bucket < 48 * 360; bucket += 1) {
    for (const group of [tally.closed, tally.reconnects, tally.refused] as Record<string, number>[]) {
      for (const name of Object.keys(group)) group[name]! += Math.floor(random() * 3);
    }
    tally.counters.pingsSent += 4_000;
    tally.counters.pongsReceived += 4_000;
    if (bucket % 30 === 0 || bucket > 47 * 360) {
      for (const name of DISTRIBUTIONS) {
        for (let sample = 0; sample < 60; sample += 1) statistics.observe(name, 2 * 10 ** (5 * random()));
      }
    }
    clock.advance(10_000);
  }
  const bytes = memory() - before;
  expect(statistics.coarse.between(0, 1e6).length).toBe(576);
  expect(bytes).toBeLessThan(1_500_000);
  statistics.stop();
});
