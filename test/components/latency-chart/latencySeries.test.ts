import { expect, it } from 'vitest';
import { summarize, toLatencySeries } from '../../../src/components/latency-chart/latencySeries.js';
import { outageRecords, recordsOf } from '../../../stories/records.js';

it('draws pongs, marks missed heartbeats, and interrupts the line where the connection ended', () => {
  const series = toLatencySeries(recordsOf(outageRecords), 300_000);
  expect(summarize(series)).toEqual({ pongs: 16, missed: 1, lowestMs: 19, highestMs: 184 });
  const gap = series[1].indexOf(null);
  expect([series[1][gap], series[2][gap]]).toEqual([null, 184]);
  expect([series[1][gap + 1], series[2][gap + 1]]).toEqual([null, null]);
});

it('leaves out what is older than its window', () => {
  expect(summarize(toLatencySeries(recordsOf(outageRecords), 20_000)).pongs).toBe(5);
});
