import { describe, expect, it } from 'vitest';
import { addUp, fromFirstKnown, lastOf, sumOf, toLanes, widen } from '../../src/dashboard/overview/series.js';
import { recordedChart } from '../../stories/dashboard/recordedChart.js';

describe('what is not known', () => {
  it('is no zero: not in a sum, not in a wider bucket, not as the last value', () => {
    expect(sumOf([null, null])).toBeNull();
    expect(sumOf([1, null, 2])).toBe(3);
    expect(lastOf([1, 2, null])).toBe(2);
    expect(lastOf([null])).toBeNull();
    expect(widen([1, 2, null, null, 5], 2, 'sum')).toEqual([3, null, 5]);
    expect(widen([1, 2, null, null, 5], 2, 'max')).toEqual([2, null, 5]);
    expect(addUp([{ values: [1, null] }, { values: [2, null] }], 3)).toEqual([3, null, null]);
  });
});

it('has a lane for each thing an operator asks about, over the same buckets', () => {
  const chart = recordedChart(Date.now());
  const lanes = toLanes(chart);
  expect(lanes.map(({ name }) => name)).toEqual(['Connected', 'Missed', 'Reconnects', 'Round trip', 'Event loop late']);
  const lengths = lanes.flatMap(({ lines }) => lines.map(({ values }) => values.length));
  expect(new Set(lengths)).toEqual(new Set([chart.at.length]));
});

it('begins where anything is known, with a tenth of the period at least, and cuts every line alike', () => {
  const chart = recordedChart(Date.now());
  const { length } = chart.at;
  const knownFrom = (first: number) => ({
    ...chart,
    connections: { values: chart.connections.values.map((value, index) => (index < first ? null : (value ?? 1))) },
  });
  expect(fromFirstKnown(knownFrom(0))).toEqual(knownFrom(0));
  const half = fromFirstKnown(knownFrom(length / 2));
  expect(half.at).toEqual(chart.at.slice(length / 2));
  expect(half.missed.usual?.low).toEqual(chart.missed.usual?.low.slice(length / 2));
  expect(Object.values(half.reconnects).map(({ values }) => values.length)).toEqual(
    Object.keys(chart.reconnects).map(() => length / 2),
  );
  expect(half.bucketMs).toBe(chart.bucketMs);
  expect(fromFirstKnown(knownFrom(length - 1)).at.length).toBe(length - Math.floor(length * 0.9));
});
