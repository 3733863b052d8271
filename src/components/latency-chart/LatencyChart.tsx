'use client';
import { forwardRef, useEffect, useRef, useState, type HTMLAttributes } from 'react';
import { useHeartbeatLog } from '../../react/useHeartbeatLog.js';
import type { LabelOverrides } from '../labels.js';
import { useGroup } from '../labelsContext.js';
import { englishLatency } from '../latency-meter/englishLatency.js';
import { Part, type PartProps } from '../Part.js';
import type { ConnectionSource } from '../types.js';
import { createChart } from './createChart.js';
import { summarize, toLatencySeries } from './latencySeries.js';

/** What `className` and `style` functions of `LatencyChart` are given. */
export interface LatencyChartState {
  readonly pongs: number;
  readonly missed: number;
}

/** Props of `LatencyChart`; those of a `figure` go to its element. */
export interface LatencyChartProps extends PartProps<HTMLAttributes<HTMLElement>, LatencyChartState> {
  /** The connection; by default the nearest provider's. */
  socket?: ConnectionSource | undefined;
  /**
   * How far back it goes, ms; at most as far as the log of the connection.
   * @default 300_000
   */
  windowMs?: number | undefined;
  /** In pixels. The width is that of the container. @default 140 */
  height?: number | undefined;
  /** Words to use instead of the built-in ones. */
  labels?: LabelOverrides | undefined;
}

/**
 * The round-trip times of the last minutes as a line, with a ring for each missed heartbeat. It needs the package `uplot`
 * and loads it when it is shown. To screen readers it is an image with a summary.
 *
 * | attribute | values |
 * |---|---|
 * | `data-missed` | how many heartbeats were missed; absent for none |
 */
export const LatencyChart = forwardRef<HTMLElement, LatencyChartProps>(function LatencyChart(
  { socket, windowMs = 300_000, height = 140, labels, children, ...rest },
  ref,
) {
  const series = toLatencySeries(useHeartbeatLog(socket), windowMs);
  const { pongs, missed, lowestMs, highestMs } = summarize(series);
  const words = useGroup('latency', englishLatency, labels);
  const [chart] = useState(createChart);
  const canvasRef = useRef<HTMLDivElement>(null);
  useEffect(() => chart.update(series));
  useEffect(() => (canvasRef.current ? chart.mount(canvasRef.current, height) : undefined), [chart, height]);

  return (
    <Part
      tag="figure"
      name="chart"
      state={{ pongs, missed }}
      given={rest}
      own={{ 'data-missed': missed || undefined }}
      partRef={ref}
    >
      <div
        ref={canvasRef}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an `img` cannot hold a canvas
        role="img"
        aria-label={`${words.name}: ${pongs ? words.summary(pongs, missed, lowestMs, highestMs) : words.none}`}
        data-heartbeat="chart-canvas"
        style={{ minHeight: height }}
      />
      {!(pongs || missed) && (
        <span aria-hidden data-heartbeat="chart-empty">
          {words.none}
        </span>
      )}
      {children}
    </Part>
  );
});
