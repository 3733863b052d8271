import { formatCount, formatDuration } from '../format.js';
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
export function addUp(lines: readonly { readonly values: Values }[], length: number): Values {
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

/**
 * The chart from the first bucket with any data, because a young gateway knows nothing of the hour before its start. At
 * least a tenth of the chart stays, so that the first minutes are not drawn as wide as an hour.
 */
export function fromFirstKnown(chart: StatsChart): StatsChart {
  const first = chart.connections.values.findIndex((value) => value !== null);
  const cut = Math.min(first, Math.floor(chart.at.length * 0.9));
  if (cut <= 0) return chart;
  // All arrays in a chart are one value a bucket.
  const shorten = <Part>(part: Part): Part => {
    if (Array.isArray(part)) return part.slice(cut) as Part;
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, shorten(value)])) as Part;
  };
  return shorten(chart);
}

/** What a part of a drawing means: something that can be mended, that was planned, that no gateway can help. */
export type Tone = 'path' | 'planned' | 'offline' | 'asleep';

/** One row of the time line: its lines over the same buckets. */
export interface LaneData {
  readonly name: string;
  readonly unit: 'count' | 'ms';
  /** A stack is bars of several lines, one on the other. */
  readonly shape: 'area' | 'bars' | 'stack' | 'lines';
  readonly lines: readonly { readonly name: string; readonly values: Values; readonly tone?: Tone | undefined }[];
  readonly usual?: { readonly low: Values; readonly high: Values } | undefined;
}

/** What the overview draws of a chart. */
export function toLanes(chart: StatsChart): readonly LaneData[] {
  const length = chart.at.length;
  return [
    { name: 'Connected', unit: 'count', shape: 'area', lines: [line('connected', chart.connections)] },
    { name: 'Missed', unit: 'count', shape: 'bars', lines: [line('missed', chart.missed)], usual: chart.missed.usual },
    { name: 'Reconnects', unit: 'count', shape: 'stack', lines: byTone(chart.reconnects, length) },
    {
      name: 'Round trip',
      unit: 'ms',
      shape: 'lines',
      lines: [line('p95', chart.rttP95Ms), line('p50', chart.rttP50Ms), line('p99', chart.rttP99Ms)],
    },
    { name: 'Event loop late', unit: 'ms', shape: 'lines', lines: [line('late', chart.loopLagMs)] },
  ];
}

const TONES: Readonly<Record<string, Tone>> = {
  drain: 'planned',
  manual: 'planned',
  hidden: 'asleep',
  sleep: 'asleep',
  'network-offline': 'offline',
};
const TONE_NAMES: Readonly<Record<Tone, string>> = {
  path: 'path',
  planned: 'planned',
  offline: 'offline',
  asleep: 'asleep',
};

/** Reconnects by what they mean: causes are many, and what can be mended stands out. */
function byTone(causes: StatsChart['reconnects'], length: number): LaneData['lines'] {
  const tones: readonly Tone[] = ['path', 'planned', 'offline', 'asleep'];
  const lines = tones.flatMap((tone) => {
    const parts = Object.entries(causes).filter(([cause]) => (TONES[cause] ?? 'path') === tone);
    if (parts.length === 0) return [];
    return [
      {
        name: TONE_NAMES[tone],
        tone,
        values: addUp(
          parts.map(([, series]) => series),
          length,
        ),
      },
    ];
  });
  return lines.length > 0 ? lines : [{ name: 'path', tone: 'path', values: Array.from({ length }, () => 0) }];
}

/** What the colours of a lane mean, where it has several. */
export const legendOf = ({ shape, lines }: LaneData): readonly { readonly name: string; readonly tone: Tone }[] =>
  shape === 'stack' ? lines.flatMap(({ name, tone }) => (tone ? [{ name, tone }] : [])) : [];

/** A lane in fewer, wider buckets. */
export function widened(lane: LaneData, factor: number): LaneData {
  const how = lane.shape === 'bars' || lane.shape === 'stack' ? 'sum' : 'max';
  return {
    ...lane,
    lines: lane.lines.map((one) => ({ ...one, values: widen(one.values, factor, how) })),
    usual: lane.usual && { low: widen(lane.usual.low, factor, how), high: widen(lane.usual.high, factor, how) },
  };
}

/** A value in the unit of its lane; a dash where nothing is known. */
export const formatIn = ({ unit }: LaneData, value: number | null): string =>
  value === null ? '–' : unit === 'ms' ? formatDuration(value) : formatCount(value);

/** What a lane shows at a bucket, or last. */
export function valueOf(lane: LaneData, index: number | null): string {
  const values = lane.shape === 'stack' ? stacked(lane) : (lane.lines[0]?.values ?? []);
  return formatIn(lane, index === null ? lastOf(values) : (values[index] ?? null));
}

/** What stands below it: the usual range, or the other lines. */
export function detailOf(lane: LaneData, index: number | null): string {
  if (lane.shape === 'stack') return '';
  if (lane.usual) {
    const place = index ?? lane.usual.high.length - 1;
    const high = lane.usual.high[place] ?? null;
    return high === null ? '' : `usually ${formatIn(lane, lane.usual.low[place] ?? 0)} to ${formatIn(lane, high)}`;
  }
  return lane.lines
    .slice(1)
    .map(({ name, values }) => ({ name, value: index === null ? lastOf(values) : (values[index] ?? null) }))
    .flatMap(({ name, value }) => (value === null ? [] : [`${name} ${Math.round(value)}`]))
    .join(' · ');
}

/** The height of a stack, bucket by bucket. */
export const stacked = ({ lines }: Pick<LaneData, 'lines'>): Values => addUp(lines, lines[0]?.values.length ?? 0);

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
