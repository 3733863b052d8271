import { expect, it } from 'vitest';
import { readPeriod } from '../../../src/gateway/statistics/period.js';
import { recordStatistics } from '../../../src/gateway/statistics/recorder.js';
import { createTally } from '../../../src/gateway/telemetry/tally.js';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';

it('a period is read in the buckets of the gateway that asks, whose clock may be on the other side of the hour', async () => {
  const clock = createGatewayClock();
  const world = { clock, tally: createTally(), connections: () => 3, takeLagMs: () => 0, readLagMs: () => 0 };
  const recorder = recordStatistics(world, () => {});
  await clock.advance(3 * 3_600_000);
  const asked = { from: clock.wallNow() - 3_600_000 - 15_000, to: clock.wallNow() };
  expect(readPeriod(recorder, clock, asked).bucketMs).toBe(300_000);
  const fine = readPeriod(recorder, clock, asked, 10_000);
  expect(fine.bucketMs).toBe(10_000);
  // As far back as the finer buckets reach.
  expect(fine.rows.filter((row) => row !== null).length).toBeGreaterThanOrEqual(359);
  const recent = { from: clock.wallNow() - 3_500_000, to: clock.wallNow() };
  expect(readPeriod(recorder, clock, recent).bucketMs).toBe(10_000);
  expect(readPeriod(recorder, clock, recent, 300_000).bucketMs).toBe(300_000);
  recorder.stop();
});
