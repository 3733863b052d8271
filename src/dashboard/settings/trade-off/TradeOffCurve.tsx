'use client';
import { useId, type ReactNode } from 'react';
import { formatBytes, formatDuration } from '../../format.js';
import { chooseScale } from './curveScale.js';
import { useSize, type Size } from '../../layout/useSize.js';

/** Props of `TradeOffCurve`. Durations in milliseconds. */
export interface TradeOffCurveProps {
  readonly nowMs: number;
  readonly wantedMs: number;
  /** The interval that a guarded change tries; null without one. */
  readonly triedMs: number | null;
  /** The silence after which the path is cut; null when no limit is known. */
  readonly limitMs: number | null;
  /** What an interval costs a person an hour, in bytes. */
  readonly costOf: (intervalMs: number) => number;
  /** The longest time until a dead connection is found. */
  readonly foundWithin: (intervalMs: number) => number;
}

const ASSUMED: Size = { width: 640, height: 292 };
const RIGHT = 18;
const TOP = 40;
const BOTTOM = 46;

/**
 * A curve of bytes per hour against the interval, with marks for the interval in force, the typed one and the one being
 * tried. The text above says the same in words.
 */
export function TradeOffCurve({
  nowMs,
  wantedMs,
  triedMs,
  limitMs,
  costOf,
  foundWithin,
}: TradeOffCurveProps): ReactNode {
  const hatch = useId();
  const [box, { width, height }] = useSize(ASSUMED);
  const isNarrow = width < 500;
  const left = isNarrow ? 58 : 70;
  const points = [wantedMs, triedMs, limitMs].filter((value) => value !== null).map((ms) => ms / 1_000);
  const cost = (seconds: number): number => costOf(seconds * 1_000);
  const scale = chooseScale(nowMs / 1_000, points, cost, isNarrow ? 5 : 7);
  const plotWidth = Math.max(1, width - left - RIGHT);
  const plotHeight = height - TOP - BOTTOM;
  const bottom = TOP + plotHeight;
  const x = (seconds: number): number => left + ((seconds - scale.from) / (scale.to - scale.from)) * plotWidth;
  const y = (bytes: number): number => bottom - (Math.min(bytes, scale.top) / scale.top) * plotHeight;
  const line = (from: number, to: number): string => {
    const steps = 80;
    const at = Array.from({ length: steps + 1 }, (_, step) => from + ((to - from) * step) / steps);
    // Above the top the line would run along the edge of the drawing.
    return at
      .filter((seconds) => cost(seconds) <= scale.top)
      .map((seconds, index) => `${index === 0 ? 'M' : 'L'}${x(seconds).toFixed(1)} ${y(cost(seconds)).toFixed(1)}`)
      .join('');
  };
  const wanted = wantedMs / 1_000;
  const isChanged = wantedMs !== nowMs;
  const marks = [
    ...scale.seconds.filter((seconds) => !isChanged || Math.abs(x(seconds) - x(wanted)) > 40),
    ...(isChanged ? [wanted] : []),
  ];
  const limit = limitMs === null ? null : limitMs / 1_000;
  const isBesideNow =
    Math.abs(x(wanted) - x(nowMs / 1_000)) < 90 && Math.abs(y(cost(wanted)) - y(cost(nowMs / 1_000))) < 60;

  return (
    <div ref={box} className="hbd-curve">
      <svg width={width} height={height} aria-hidden="true">
        <defs>
          <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0V6" className="hbd-hatch" />
          </pattern>
        </defs>
        {limit !== null && limit < scale.to && (
          <rect x={x(limit)} y={TOP} width={width - RIGHT - x(limit)} height={plotHeight} fill={`url(#${hatch})`} />
        )}
        {scale.bytes.map((bytes) => (
          <g key={bytes}>
            <path d={`M${left} ${y(bytes)}H${width - RIGHT}`} className={bytes === 0 ? 'hbd-axis' : 'hbd-grid'} />
            <text x={left - 8} y={y(bytes) + 4} textAnchor="end">
              {bytes === 0 ? '0' : formatBytes(bytes).replace('.0', '')}
            </text>
          </g>
        ))}
        <text x={16} y={TOP - 18}>
          an hour and person
        </text>
        <path d={line(scale.from, scale.to)} className="hbd-line" data-muted="" />
        <path
          d={line(
            scale.from,
            limit === null
              ? Math.max(wanted, nowMs / 1_000)
              : Math.min(scale.to, Math.max(wanted, nowMs / 1_000), limit),
          )}
          className="hbd-line"
        />
        {marks.map((seconds) => (
          <g key={seconds} data-strong={seconds === wanted || undefined}>
            <text x={x(seconds)} y={height - 26} textAnchor="middle">
              {formatDuration(seconds * 1_000)}
            </text>
            <text x={x(seconds)} y={height - 11} textAnchor="middle">
              {formatDuration(foundWithin(seconds * 1_000))}
            </text>
          </g>
        ))}
        <text x={left - 8} y={height - 26} textAnchor="end">
          every
        </text>
        <text x={left - 8} y={height - 11} textAnchor="end">
          found in
        </text>
        {limit !== null && limit < scale.to && (
          <>
            <path d={`M${x(limit)} ${TOP - 8}V${bottom}`} className="hbd-limit" />
            <text x={x(limit) + 7} y={TOP + 2} data-strong="">
              {isNarrow
                ? `cut at ${formatDuration(limit * 1_000)}`
                : `This path is cut at ${formatDuration(limit * 1_000)}`}
            </text>
          </>
        )}
        <Point
          right={width}
          at={[x(nowMs / 1_000), y(cost(nowMs / 1_000))]}
          bottom={bottom}
          title={`Now: ${formatDuration(nowMs)}`}
          detail={formatBytes(costOf(nowMs))}
          look="now"
        />
        {triedMs !== null && (
          <Point
            right={width}
            at={[x(triedMs / 1_000), y(costOf(triedMs))]}
            bottom={bottom}
            title={`${formatDuration(triedMs)}, being tried`}
            detail={formatBytes(costOf(triedMs))}
            look="tried"
          />
        )}
        {isChanged && wantedMs !== triedMs && (
          <Point
            right={width}
            at={[x(wanted), y(cost(wanted))]}
            bottom={bottom}
            title={formatDuration(wantedMs)}
            detail={formatBytes(costOf(wantedMs))}
            look="wanted"
            isBelow={isBesideNow}
          />
        )}
      </svg>
    </div>
  );
}

function Point({
  at: [x, y],
  bottom,
  title,
  detail,
  look,
  right,
  isBelow = false,
}: {
  readonly at: readonly [number, number];
  readonly bottom: number;
  readonly title: string;
  readonly detail: string;
  readonly look: 'now' | 'wanted' | 'tried';
  /** The right edge of the drawing, which the words must not cross. */
  readonly right: number;
  /** The words stand below the curve, where those of a point close by leave no room above it. */
  readonly isBelow?: boolean;
}): ReactNode {
  // Above the point to its left, so that it stands clear of the curve and of the words of the point beside it.
  const [dx, dy] = look === 'now' ? [14, -14] : isBelow ? [-10, 16] : [-6, -26];
  const isAtEdge = x + dx > right - 110;
  const place = {
    x: isAtEdge ? x + 6 : x + dx,
    textAnchor: isAtEdge || isBelow ? ('end' as const) : ('start' as const),
  };
  return (
    <g data-look={look}>
      <path d={`M${x} ${y}V${bottom}`} className="hbd-drop" />
      {look === 'now' && <circle cx={x} cy={y} r={9} className="hbd-halo" />}
      {look === 'tried' ? (
        <path d={`M${x} ${y - 6}l6 6-6 6-6-6z`} className="hbd-point" />
      ) : (
        <circle cx={x} cy={y} r={look === 'now' ? 4.5 : 6} className="hbd-point" />
      )}
      <text {...place} y={y + dy} data-strong="">
        {title}
      </text>
      <text {...place} y={y + dy + 14}>
        {detail}
      </text>
    </g>
  );
}
