'use client';
import type { ReactNode } from 'react';
import type { LaneData, Values } from './series.js';

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
  cursor,
}: {
  readonly data: Omit<LaneData, 'name' | 'unit'>;
  readonly width: number;
  readonly height: number;
  /** The bucket that is pointed at. */
  readonly cursor?: number | null;
}): ReactNode {
  const { lines, shape, usual } = data;
  const length = lines[0]?.values.length ?? 0;
  const all = [...lines.flatMap(({ values }) => values), ...(usual?.high ?? [])].filter((value) => value !== null);
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
      {shape === 'bars'
        ? lines[0]?.values.map((value, index) => {
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
          })
        : lines.toReversed().map(({ name, values }) => (
            <g key={name} data-line={name}>
              {shape === 'area' && <path className="hbd-area" d={areaPath(values, scale)} />}
              <path className="hbd-stroke" d={linePath(values, scale)} />
            </g>
          ))}
      {cursor != null && <path className="hbd-cursor" d={`M${scale.x(cursor)} 0V${height}`} />}
    </svg>
  );
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
