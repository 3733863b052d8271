import type { GatewayStats, StatsChart, StatsSeries } from '../../admin/schemas/stats.js';

/** A value for each bucket; null where nothing is known. */
export type Values = readonly (number | null)[];

/** The last value that is known. */
export const lastOf = (values: Values): number | null => values.findLast((value) => value !== null) ?? null;

/** The sum of what is known; null when nothing is. */
export function sumOf(values: Values): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

/** Bucket by bucket, all lines together. */
export function addUp(lines: readonly StatsSeries[], length: number): Values {
  return Array.from({ length }, (_, index) => sumOf(lines.map(({ values }) => values[index] ?? null)));
}

/** Fewer, wider buckets, so that each is some pixels wide: sums for counts, the largest for everything else. */
export function widen(values: Values, factor: number, how: 'sum' | 'max'): Values {
  if (factor <= 1) return values;
  return Array.from({ length: Math.ceil(values.length / factor) }, (_, index) => {
    const part = values.slice(index * factor, (index + 1) * factor);
    if (how === 'sum') return sumOf(part);
    const known = part.filter((value) => value !== null);
    return known.length === 0 ? null : Math.max(...known);
  });
}

/** One row of the time line: its lines over the same buckets. */
export interface LaneData {
  readonly name: string;
  readonly unit: 'count' | 'ms';
  readonly shape: 'area' | 'bars' | 'lines';
  readonly lines: readonly { readonly name: string; readonly values: Values }[];
  readonly usual?: { readonly low: Values; readonly high: Values } | undefined;
}

/** What the overview draws of a chart. */
export function toLanes(chart: StatsChart): readonly LaneData[] {
  const length = chart.at.length;
  return [
    { name: 'Connected', unit: 'count', shape: 'area', lines: [line('connected', chart.connections)] },
    { name: 'Missed', unit: 'count', shape: 'bars', lines: [line('missed', chart.missed)], usual: chart.missed.usual },
    {
      name: 'Reconnects',
      unit: 'count',
      shape: 'bars',
      lines: [{ name: 'reconnects', values: addUp(Object.values(chart.reconnects), length) }],
    },
    {
      name: 'Round trip',
      unit: 'ms',
      shape: 'lines',
      lines: [line('p95', chart.rttP95Ms), line('p50', chart.rttP50Ms), line('p99', chart.rttP99Ms)],
    },
    { name: 'Event loop late', unit: 'ms', shape: 'lines', lines: [line('late', chart.loopLagMs)] },
  ];
}

const line = (name: string, { values }: StatsSeries) => ({ name, values });

/** How many times clients came back in the period, and by which causes most. */
export function reconnectsOf({ chart }: GatewayStats): { readonly count: number; readonly causes: string } | null {
  if (!chart) return null;
  const causes = Object.entries(chart.reconnects)
    .map(([cause, { values }]) => ({ cause, count: sumOf(values) ?? 0 }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count);
  return {
    count: causes.reduce((sum, { count }) => sum + count, 0),
    causes: causes
      .slice(0, 2)
      .map(({ cause, count }) => `${count} ${cause}`)
      .join(' · '),
  };
}
