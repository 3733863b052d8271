'use client';
import type { ReactNode } from 'react';
import type { GatewayStats } from '../../admin/schemas/stats.js';
import { formatCount, formatDuration } from '../format.js';
import type { Address } from '../state/address.js';
import { useLinkTo } from '../state/useAddress.js';
import { Drawing } from './Drawing.js';
import { addUp, lastOf, reconnectsOf, widen, type LaneData, type Values } from './series.js';

interface Tile {
  readonly title: string;
  readonly value: string;
  readonly unit?: string;
  readonly detail: string;
  /** Where the number comes from. */
  readonly to: Partial<Address>;
  readonly data?: Omit<LaneData, 'name' | 'unit'> | undefined;
}

const SPARK_BUCKETS = 60;
const PEERS = { screen: 'peers' } as const;

/** The numbers of now, each with the period as a small line, and a link to the people or the events behind it. */
export function Tiles({ stats }: { readonly stats: GatewayStats }): ReactNode {
  const linkTo = useLinkTo();
  return (
    <ul className="hbd-card hbd-tiles" aria-label="Now">
      {toTiles(stats).map(({ title, value, unit, detail, to, data }) => (
        <li key={title}>
          <a href={linkTo(to)}>
            <span className="hbd-muted">{title}</span>
            <span className="hbd-tilevalue">
              <b>{value}</b>
              {unit && <span className="hbd-muted">{unit}</span>}
            </span>
            <span className="hbd-muted hbd-small">{detail}</span>
            <span className="hbd-spark">{data && <Drawing data={data} width={120} height={26} />}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function toTiles(stats: GatewayStats): readonly Tile[] {
  const { chart, outages, rttMs } = stats;
  const factor = chart ? Math.ceil(chart.at.length / SPARK_BUCKETS) : 1;
  const spark = (values: Values | undefined, shape: LaneData['shape'], how: 'sum' | 'max' = 'max'): Tile['data'] =>
    values && { shape, lines: [{ name: 'p95', values: widen(values, factor, how) }] };
  const peak = chart?.connectionsMax.values.filter((value) => value !== null) ?? [];
  const reconnects = reconnectsOf(stats);
  const loop = chart && lastOf(chart.loopLagMs.values);
  const ms = (value: number | null | undefined): string => (value == null ? '–' : formatDuration(value));
  return [
    {
      title: 'Connected',
      to: PEERS,
      value: formatCount(stats.connections),
      detail: peak.length === 0 ? '' : `peak ${formatCount(Math.max(...peak))}`,
      data: spark(chart?.connections.values, 'area'),
    },
    {
      title: 'Heartbeats',
      to: PEERS,
      value: stats.heartbeatsPerMinute === undefined ? '–' : formatCount(stats.heartbeatsPerMinute),
      unit: '/ min',
      detail: 'both ways',
      data: spark(chart?.heartbeatsPerMinute.values, 'lines'),
    },
    {
      title: 'Missed',
      to: { screen: 'peers', filters: { sort: 'missed' } },
      value: formatCount(stats.missedPerPeriod ?? stats.counters.missed),
      detail: stats.missedPerPeriod === undefined ? 'since the start' : 'in the period',
      data: spark(chart?.missed.values, 'bars', 'sum'),
    },
    {
      title: 'Reconnects',
      to: { screen: 'events', filters: { kind: 'reconnected' } },
      value: reconnects === null ? '–' : formatCount(reconnects.count),
      detail: reconnects?.causes ?? '',
      data: chart && spark(addUp(Object.values(chart.reconnects), chart.at.length), 'bars', 'sum'),
    },
    {
      title: 'Round trip',
      to: { screen: 'peers', filters: { sort: 'latency' } },
      value: ms(rttMs?.p95),
      unit: 'p95',
      detail: rttMs ? `p50 ${ms(rttMs.p50)} · p99 ${ms(rttMs.p99)}` : '',
      data: spark(chart?.rttP95Ms.values, 'lines'),
    },
    {
      title: 'Undisturbed',
      to: { screen: 'events', filters: { kind: 'reconnected' } },
      value:
        outages?.undisturbed == null ? '–' : (outages.undisturbed * 100).toFixed(outages.undisturbed > 0.999 ? 3 : 2),
      unit: '%',
      detail: outages ? `goal ${(outages.target * 100).toFixed(1)}\u00a0%` : '',
    },
    {
      title: 'Event loop late',
      to: { screen: 'events', filters: { kind: 'clock.late' } },
      value: ms(loop),
      detail: '',
      data: spark(chart?.loopLagMs.values, 'lines'),
    },
  ];
}
