import { expect, it } from 'vitest';
import { createRing, type Ring } from '../../../src/gateway/statistics/rows/ring.js';
import { columnOf, createCounts, sumRows } from '../../../src/gateway/statistics/rows/row.js';
import { createUsual } from '../../../src/gateway/statistics/usual.js';

const BUCKET_MS = 300_000;
const DAY = 288;

/** Two days of 5-minute rows; `missedAt` says how many heartbeats were missed in each, null where nothing is known. */
function ringOf(missedAt: (row: number) => number | null, rows = 2 * DAY): Ring {
  const ring = createRing(BUCKET_MS, 2 * DAY);
  for (let index = 0; index < rows; index += 1) {
    const missed = missedAt(index);
    if (missed === null) continue;
    const counts = createCounts();
    counts[columnOf('missed')] = missed;
    ring.push({ ...sumRows([]), index, counts, connections: { min: 100, max: 100, last: 100 } });
  }
  return ring;
}
const usualAt = (ring: Ring, row: number, bucketMs = BUCKET_MS, connections = 100) =>
  createUsual(ring)('missed')(row * BUCKET_MS, bucketMs, connections);

it('what is usual is the rate of the same time yesterday', () => {
  const ring = ringOf((row) => (row >= 90 && row <= 110 ? 50 : 10));
  expect(usualAt(ring, DAY + 100)).toEqual({ low: 30, high: 70 });
  expect(usualAt(ring, DAY + 200)!.low).toBeCloseTo(10 - 2 * Math.sqrt(20), 0);
});

it('is that of the hour before where there is no yesterday, and unknown at the start', () => {
  const ring = ringOf((row) => (row < 20 ? 50 : 10), 40);
  expect(usualAt(ring, 15)).toEqual({ low: 30, high: 70 });
  expect(usualAt(ring, 39)!.high).toBeLessThan(25);
  expect(usualAt(ring, 3)).toBeNull();
});

it('is not moved by one bad bucket, nor by a gap, which is no zero', () => {
  const ring = ringOf((row) => (row === 100 ? 5_000 : row > 100 && row < 106 ? null : 50));
  expect(usualAt(ring, DAY + 100)).toEqual({ low: 30, high: 70 });
  const empty = ringOf((row) => (row < 90 || row > 110 ? 50 : null));
  expect(usualAt(empty, DAY + 100)).toEqual({ low: 30, high: 70 });
});

it('grows with the connections and with the length of the bucket', () => {
  const ring = ringOf(() => 50);
  expect(usualAt(ring, DAY + 100, BUCKET_MS, 400)!.high).toBeCloseTo(200 + 40, 0);
  expect(usualAt(ring, DAY + 100, 10_000)!.high).toBeCloseTo(50 / 30 + 2 * Math.sqrt(100 / 30), 0);
});

it('follows the two days, once a bucket is over', () => {
  const ring = ringOf(() => 50, DAY + 100);
  const usual = createUsual(ring);
  const highAt = (row: number) => usual('missed')(row * BUCKET_MS, BUCKET_MS, 100)?.high;
  expect(highAt(DAY + 100)).toBe(70);
  const counts = createCounts();
  counts[columnOf('missed')] = 10;
  for (let index = DAY + 100; index < 2 * DAY + 150; index += 1)
    ring.push({ ...sumRows([]), index, counts, connections: { min: 100, max: 100, last: 100 } });
  expect(highAt(2 * DAY + 150)).toBeLessThan(25);
});

it('says the same of a bucket, whichever was asked for before it', () => {
  const ring = ringOf((row) => (row * 37) % 101);
  const usual = createUsual(ring)('missed');
  const rangeOf = (of: typeof usual, row: number) => of(row * BUCKET_MS, BUCKET_MS, 100);
  const rows = Array.from({ length: 2 * DAY }, (_, row) => row);
  for (const row of rows.toReversed()) rangeOf(usual, row);
  expect(rows.map((row) => rangeOf(usual, row))).toEqual(rows.map((row) => usualAt(ring, row)));
});
