'use client';
import type { ReactNode } from 'react';
import { stacked, type LaneData, type Values } from './series.js';

/** The scale of a drawing: buckets from left to right, values from the bottom up. */
interface Scale {
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
  readonly step: number;
  readonly bottom: number;
}

/** A lane's or a tile's lines. Words stand outside of it. */
export function Drawing({
  data,
  width,
  height,
}: {
  readonly data: Omit<LaneData, 'name' | 'unit'>;
  readonly width: number;
  readonly height: number;
}): ReactNode {
  const { lines, shape, usual } = data;
  const length = lines[0]?.values.length ?? 0;
  const tops = shape === 'stack' ? stacked(data) : lines.flatMap(({ values }) => values);
  const all = [...tops, ...(usual?.high ?? [])].filter((value) => value !== null);
  if (length === 0 || all.length === 0) return <svg width={width} height={height} aria-hidden="true" />;
  const highest = Math.max(...all);
  const lowest = shape === 'area' ? Math.min(...all) : 0;
  // A line that hardly moves is drawn flat, and not as a mountain range.
  const base = shape === 'area' ? Math.max(0, lowest - Math.max(1, highest * 0.1)) : 0;
  const range = Math.max(highest - base, 1e-9);
  const step = width / length;
  const bottom = height - 1;
  const scale: Scale = {
    x: (index) => (index + 0.5) * step,
    y: (value) => bottom - ((value - base) / range) * (height - 8),
    step,
    bottom,
  };
  return (
    <svg width={width} height={height} aria-hidden="true">
      {usual && <path className="hbd-band" d={bandPath(usual, scale)} />}
      {shape === 'bars' && <Bars data={data} scale={scale} />}
      {shape === 'stack' && <Stack lines={lines} scale={scale} />}
      {(shape === 'area' || shape === 'lines') &&
        lines.toReversed().map(({ name, values }) => (
          <g key={name} data-line={name}>
            {shape === 'area' && <path className="hbd-area" d={areaPath(values, scale)} />}
            <path className="hbd-stroke" d={linePath(values, scale)} />
          </g>
        ))}
    </svg>
  );
}

/** Counts, amber from where they left the usual. */
function Bars({
  data,
  scale,
}: {
  readonly data: Parameters<typeof Drawing>[0]['data'];
  readonly scale: Scale;
}): ReactNode {
  const { lines, usual } = data;
  const { step, bottom } = scale;
  return lines[0]?.values.map((value, index) => {
    if (value === null || value === 0) return null;
    const isHot = usual !== undefined && value > (usual.high[index] ?? Infinity);
    const top = Math.min(scale.y(value), bottom - 2);
    return (
      <rect
        // oxlint-disable-next-line react/no-array-index-key -- a bucket is its place
        key={index}
        className="hbd-bar"
        data-hot={isHot || undefined}
        x={index * step + 0.5}
        y={top}
        width={Math.max(1, step - 1)}
        height={bottom - top}
        rx={1}
      />
    );
  });
}

/** Counts of several kinds, one on the other. */
function Stack({ lines, scale }: { readonly lines: LaneData['lines']; readonly scale: Scale }): ReactNode {
  const { step, bottom } = scale;
  const width = Math.max(1, step - 1);
  const tops = Array.from({ length: lines[0]?.values.length ?? 0 }, () => 0);
  return lines.map(({ name, tone, values }) => (
    <path
      key={name}
      className="hbd-bar"
      data-tone={tone}
      d={values
        .map((value, index) => {
          if (value === null || value === 0) return '';
          const from = tops[index] ?? 0;
          tops[index] = from + value;
          const y = scale.y(from + value);
          const height = Math.max(2, (from === 0 ? bottom : scale.y(from) - 1) - y);
          return `M${(index * step + 0.5).toFixed(1)} ${y.toFixed(1)}h${width.toFixed(1)}v${height.toFixed(1)}h${(-width).toFixed(1)}z`;
        })
        .join('')}
    />
  ));
}

/** A line with a gap wherever nothing is known. */
function linePath(values: Values, { x, y }: Scale): string {
  let isDown = false;
  return values
    .map((value, index) => {
      if (value === null) {
        isDown = false;
        return '';
      }
      const command = isDown ? 'L' : 'M';
      isDown = true;
      // A point between two gaps is a dot.
      const isAlone = command === 'M' && (values[index + 1] ?? null) === null;
      return `${command}${x(index).toFixed(1)} ${y(value).toFixed(1)}${isAlone ? 'h.01' : ''}`;
    })
    .join('');
}

/** The area under each part of the line: below a gap there is nothing. */
function areaPath(values: Values, { x, y, bottom }: Scale): string {
  let path = '';
  values.forEach((value, index) => {
    const isFirst = (values[index - 1] ?? null) === null;
    const isLast = (values[index + 1] ?? null) === null;
    if (value === null) return;
    const at = x(index).toFixed(1);
    path += `${isFirst ? `M${at} ${bottom}` : ''}L${at} ${y(value).toFixed(1)}${isLast ? `V${bottom}Z` : ''}`;
  });
  return path;
}

function bandPath({ low, high }: NonNullable<LaneData['usual']>, { x, y, step }: Scale): string {
  return high
    .map((top, index) => {
      if (top === null) return '';
      const left = x(index) - step / 2;
      const floor = low[index] ?? 0;
      return `M${left.toFixed(1)} ${y(top).toFixed(1)}h${step.toFixed(1)}V${y(floor).toFixed(1)}h${(-step).toFixed(1)}Z`;
    })
    .join('');
}
