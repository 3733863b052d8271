import type { LatencyLabels } from '../labels.js';

/** The built-in English of `LatencyMeter` and `LatencyChart`. */
export const englishLatency: LatencyLabels = {
  name: 'Latency',
  value: (ms) => `${ms} ms`,
  none: 'no answer yet',
  level: { good: 'good', fair: 'fair', poor: 'poor' },
  summary: (pongs, missed, lowestMs, highestMs) =>
    `${pongs} answers between ${lowestMs} and ${highestMs} ms, ${missed} missed`,
};
