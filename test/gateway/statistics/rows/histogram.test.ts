import { describe, expect, it } from 'vitest';
import {
  count,
  createHistogram,
  DURATION_SCALE,
  merge,
  OUTAGE_SCALE,
  quantileMs,
  RTT_SCALE,
} from '../../../../src/gateway/statistics/rows/histogram.js';
import { seededRandom } from '../../../support/gateway/traffic.js';

describe('a histogram', () => {
  it('tells a quantile within 7 %, on each scale', () => {
    const random = seededRandom(1);
    for (const scale of [RTT_SCALE, OUTAGE_SCALE, DURATION_SCALE]) {
      const histogram = createHistogram();
      const durations = Array.from({ length: 5_000 }, () => scale * 10 ** (5 * random())).toSorted((a, b) => a - b);
      for (const durationMs of durations) count(histogram, scale, durationMs);
      for (const quantile of [0.01, 0.5, 0.95, 0.99, 1]) {
        const exact = durations[Math.ceil(quantile * durations.length) - 1]!;
        expect(Math.abs(quantileMs(histogram, scale, quantile)! / exact - 1)).toBeLessThan(0.075);
      }
    }
  });
  it('knows nothing without a sample', () => {
    expect(quantileMs(createHistogram(), RTT_SCALE, 0.5)).toBeNull();
  });
  it('counts what is out of its range at its ends', () => {
    const histogram = createHistogram();
    for (const durationMs of [0, -5, 0.01]) count(histogram, RTT_SCALE, durationMs);
    count(histogram, RTT_SCALE, 1e12);
    count(histogram, RTT_SCALE, Infinity);
    expect(histogram[0]).toBe(3);
    expect(histogram[95]).toBe(2);
  });
  it('of two gateways is one of both', () => {
    const one = createHistogram();
    const other = createHistogram();
    for (let index = 0; index < 99; index += 1) count(one, RTT_SCALE, 10);
    count(other, RTT_SCALE, 5_000);
    merge(one, other);
    expect(quantileMs(one, RTT_SCALE, 0.99)! / 10).toBeCloseTo(1, 0);
    expect(quantileMs(one, RTT_SCALE, 1)! / 5_000).toBeCloseTo(1, 0);
  });
});
