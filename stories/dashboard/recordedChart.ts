import type { StatsChart, StatsSeries } from '../../src/admin/schemas/stats.js';

const BUCKETS = 120;
const BUCKET_MS = 30_000;

/** An hour that looks like one: people come, twelve minutes ago one path began to lose heartbeats, and a while is unknown. */
export function recordedChart(now: number): StatsChart {
  let seed = 7;
  const noise = (): number => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return seed / 4_294_967_296 - 0.5;
  };
  const isBad = (index: number): boolean => index >= 97;
  const of = (value: (index: number) => number): StatsSeries => ({
    // The process slept for two minutes: nothing is known, which is not zero.
    values: Array.from({ length: BUCKETS }, (_, index) =>
      index >= 40 && index < 44 ? null : Math.max(0, value(index)),
    ),
  });
  const whole = (value: (index: number) => number): StatsSeries => of((index) => Math.round(value(index)));
  const connections = whole((index) => 1_130 + 74 * (index / BUCKETS) + noise() * 8);
  return {
    at: Array.from({ length: BUCKETS }, (_, index) => now - (BUCKETS - index) * BUCKET_MS),
    bucketMs: BUCKET_MS,
    connections,
    connectionsMin: connections,
    connectionsMax: connections,
    opened: whole(() => 4 + noise() * 4),
    closed: { normal: whole(() => 3 + noise() * 3), abnormal: whole((index) => (isBad(index) ? 2 : 0.4 + noise())) },
    heartbeatsPerMinute: whole((index) => 2_700 + index + noise() * 20),
    missed: {
      ...whole((index) => (isBad(index) ? 19 + noise() * 8 : 3 + noise() * 4)),
      usual: { low: Array.from({ length: BUCKETS }, () => 1), high: Array.from({ length: BUCKETS }, () => 6) },
    },
    timeouts: whole(() => 0),
    reconnects: {
      sleep: whole((index) => (index % 17 === 0 ? 1 : 0)),
      'network-offline': whole((index) => (index % 23 === 5 ? 2 : 0)),
      closed: whole((index) => (index >= 116 ? 1 : 0)),
    },
    rttP50Ms: of(() => 37 + noise() * 3),
    rttP95Ms: of((index) => 74 + noise() * 8 + (isBad(index) ? 9 : 0)),
    rttP99Ms: of((index) => 108 + noise() * 18 + (isBad(index) ? 20 : 0)),
    loopLagMs: of((index) => 3 + noise() + (isBad(index) ? 2 : 0)),
  };
}
