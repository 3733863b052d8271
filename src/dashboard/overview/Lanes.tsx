'use client';
import { useRef, useState, type PointerEvent, type ReactNode } from 'react';
import type { StatsChart } from '../../admin/schemas/stats.js';
import { formatClock, formatCount, formatDuration } from '../format.js';
import { useSize } from '../settings/useSize.js';
import { Card } from '../shell/Card.js';
import { Drawing } from './Drawing.js';
import { lastOf, toLanes, widen, type LaneData } from './series.js';

const ASSUMED = { width: 700, height: 28 };
/** The least width of a bucket, in pixels. */
const BUCKET_PX = 4;

/** The lanes over one time line, with one cursor. The same values as a table, on request. */
export function Lanes({
  chart,
  title,
  periods,
}: {
  readonly chart: StatsChart;
  readonly title: string;
  /** Chooses the period. */
  readonly periods: ReactNode;
}): ReactNode {
  const axis = useRef<HTMLDivElement>(null);
  const { width } = useSize(axis, ASSUMED);
  const [cursor, setCursor] = useState<number | null>(null);
  const [isTable, setIsTable] = useState(false);
  const factor = Math.max(1, Math.ceil((chart.at.length * BUCKET_PX) / Math.max(1, width)));
  const at = chart.at.filter((_, index) => index % factor === 0);
  const lanes = toLanes(chart).map((lane) => narrowed(lane, factor));
  const shown = cursor === null ? null : Math.min(cursor, at.length - 1);
  const last = at.length - 1;

  const point = (event: PointerEvent<HTMLElement>): void => {
    const { left, width: across } = event.currentTarget.getBoundingClientRect();
    setCursor(Math.max(0, Math.min(last, Math.floor(((event.clientX - left) / across) * at.length))));
  };
  const spoken = lanes.map((lane) => `${lane.name} ${valueOf(lane, shown)}`).join(', ');

  return (
    <Card
      title={title}
      aside={
        <span className="hbd-buttons">
          <button
            type="button"
            className="hbd-button"
            data-look="ghost"
            aria-pressed={isTable}
            onClick={() => setIsTable(!isTable)}
          >
            Table
          </button>
          {periods}
        </span>
      }
      className="hbd-lanes"
    >
      {isTable ? (
        <LaneTable at={at} lanes={lanes} />
      ) : (
        <div className="hbd-lanebox">
          {lanes.map((lane) => (
            <div key={lane.name} className="hbd-lane">
              <div className="hbd-lanelabel">
                <span className="hbd-muted">{lane.name}</span>
                <b>{valueOf(lane, shown)}</b>
                <span className="hbd-muted hbd-small">{detailOf(lane, shown)}</span>
              </div>
              <div className="hbd-plot">
                <Drawing data={lane} width={width} height={64} cursor={shown} />
              </div>
            </div>
          ))}
          <div className="hbd-times">
            <div ref={axis} className="hbd-plot">
              {[0, 0.25, 0.5, 0.75].map((part) => (
                <span key={part} style={{ insetInlineStart: `${part * 100}%` }}>
                  {formatClock(at[Math.round(part * last)] ?? 0).slice(0, 5)}
                </span>
              ))}
              {shown !== null && (
                <b style={{ insetInlineStart: `${((shown + 0.5) / at.length) * 100}%` }}>
                  {formatClock(at[shown] ?? 0)}
                </b>
              )}
            </div>
          </div>
          {/* Over all lanes, and not to be seen: what moves is the line in each of them. */}
          <input
            type="range"
            className="hbd-over"
            aria-label="Time"
            min={0}
            max={last}
            value={shown ?? last}
            aria-valuetext={`${formatClock(at[shown ?? last] ?? 0)}: ${spoken}`}
            onChange={(event) => setCursor(Number(event.target.value))}
            onPointerMove={point}
            onPointerLeave={() => setCursor(null)}
            onBlur={() => setCursor(null)}
            onKeyDown={({ key }) => key === 'Escape' && setCursor(null)}
          />
        </div>
      )}
    </Card>
  );
}

function narrowed(lane: LaneData, factor: number): LaneData {
  const how = lane.shape === 'bars' ? 'sum' : 'max';
  return {
    ...lane,
    lines: lane.lines.map(({ name, values }) => ({ name, values: widen(values, factor, how) })),
    usual: lane.usual && { low: widen(lane.usual.low, factor, how), high: widen(lane.usual.high, factor, how) },
  };
}

const format = ({ unit }: LaneData, value: number | null): string =>
  value === null ? '–' : unit === 'ms' ? formatDuration(value) : formatCount(value);

function valueOf(lane: LaneData, index: number | null): string {
  const values = lane.lines[0]?.values ?? [];
  return format(lane, index === null ? lastOf(values) : (values[index] ?? null));
}

function detailOf(lane: LaneData, index: number | null): string {
  if (lane.usual) {
    const place = index ?? lane.usual.high.length - 1;
    const high = lane.usual.high[place] ?? null;
    return high === null ? '' : `usually ${format(lane, lane.usual.low[place] ?? 0)} to ${format(lane, high)}`;
  }
  return lane.lines
    .slice(1)
    .map(({ name, values }) => ({ name, value: index === null ? lastOf(values) : (values[index] ?? null) }))
    .flatMap(({ name, value }) => (value === null ? [] : [`${name} ${Math.round(value)}`]))
    .join(' · ');
}

function LaneTable({ at, lanes }: { readonly at: readonly number[]; readonly lanes: readonly LaneData[] }): ReactNode {
  const lines = lanes.flatMap((lane) =>
    lane.lines.map(({ name, values }) => ({
      lane,
      title: lane.lines.length === 1 ? lane.name : `${lane.name} ${name}`,
      values,
    })),
  );
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and by keyboard too
    <section className="hbd-scroll hbd-tall" tabIndex={0} aria-label="The lanes as a table">
      <table className="hbd-table">
        <thead>
          <tr>
            <th scope="col">Time</th>
            {lines.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {at
            .map((instant, index) => ({ instant, index }))
            .toReversed()
            .map(({ instant, index }) => (
              <tr key={instant}>
                <th scope="row">{formatClock(instant)}</th>
                {lines.map(({ lane, title, values }) => (
                  <td key={title}>{format(lane, values[index] ?? null)}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}
