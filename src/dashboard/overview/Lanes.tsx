'use client';
import { memo, useMemo, useState, type ReactNode } from 'react';
import type { StatsChart } from '../../admin/schemas/stats.js';
import { formatClock, formatMinute } from '../format.js';
import { useSize } from '../layout/useSize.js';
import { Card } from '../shell/Card.js';
import type { Span } from '../state/address.js';
import { Drawing } from './Drawing.js';
import { LaneOverlay, type Axis } from './LaneOverlay.js';
import { LaneTable } from './LaneTable.js';
import { legendOf, detailOf, toLanes, valueOf, widened, type LaneData } from './series.js';
import { useCursor } from './useCursor.js';

const ASSUMED = { width: 700, height: 28 };
/** The least width of a bucket, in pixels. */
const BUCKET_PX = 4;

interface LanesProps {
  readonly chart: StatsChart;
  readonly title: string;
  /** Stands beside the title: what the chosen part is about. */
  readonly children?: ReactNode;
  /** The part of it that is chosen. */
  readonly pick?: Span | null;
  readonly onPick?: ((span: Span | null) => void) | undefined;
  /** Makes the page be about the chosen part. */
  readonly onEnter?: (() => void) | undefined;
  /** The lanes to show, by name; all without it. */
  readonly only?: readonly string[] | undefined;
}

/** The lanes over one time line, with one cursor. The same values as a table, on request. */
export function Lanes({ chart, title, children, pick = null, onPick, onEnter, only }: LanesProps): ReactNode {
  const [axisBox, { width }] = useSize(ASSUMED);
  const [isTable, setIsTable] = useState(false);
  const factor = Math.max(1, Math.ceil((chart.at.length * BUCKET_PX) / Math.max(1, width)));
  const lanes = useMemo(
    () =>
      toLanes(chart)
        .filter(({ name }) => only?.includes(name) ?? true)
        .map((lane) => widened(lane, factor)),
    [chart, factor, only],
  );
  const axis = useMemo<Axis>(
    () => ({ at: chart.at.filter((_, index) => index % factor === 0), bucketMs: chart.bucketMs * factor }),
    [chart, factor],
  );
  const cursor = useCursor(axis);
  const last = axis.at.length - 1;
  return (
    <Card
      title={title}
      beside={children}
      aside={
        <button
          type="button"
          className="hbd-button"
          data-look="ghost"
          aria-pressed={isTable}
          onClick={() => setIsTable(!isTable)}
        >
          Table
        </button>
      }
      className="hbd-lanes"
    >
      {isTable ? (
        <LaneTable at={axis.at} lanes={lanes} />
      ) : (
        <div className="hbd-lanebox">
          {lanes.map((lane) => (
            <div key={lane.name} className="hbd-lane">
              <div className="hbd-lanelabel">
                <span className="hbd-muted">{lane.name}</span>
                <b>{valueOf(lane, cursor)}</b>
                <span className="hbd-muted hbd-small">{detailOf(lane, cursor)}</span>
                <Legend lane={lane} />
              </div>
              <div className="hbd-plot">
                <SteadyDrawing data={lane} width={width} height={64} />
              </div>
            </div>
          ))}
          <div className="hbd-times">
            <div ref={axisBox} className="hbd-plot">
              {[0, 0.25, 0.5, 0.75].map((part) => (
                <span key={part} style={{ insetInlineStart: `${part * 100}%` }}>
                  {formatMinute(axis.at[Math.round(part * last)] ?? 0)}
                </span>
              ))}
              {cursor !== null && (
                <b style={{ insetInlineStart: `${((cursor + 0.5) / axis.at.length) * 100}%` }}>
                  {formatClock(axis.at[cursor] ?? 0)}
                </b>
              )}
            </div>
          </div>
          <LaneOverlay axis={axis} lanes={lanes} cursor={cursor} pick={pick} onPick={onPick} onEnter={onEnter} />
        </div>
      )}
    </Card>
  );
}

/** The cursor moves over it, and does not draw it again. */
const SteadyDrawing = memo(Drawing);

function Legend({ lane }: { readonly lane: LaneData }): ReactNode {
  const entries = legendOf(lane);
  if (entries.length === 0) return null;
  return (
    <span className="hbd-legend">
      {entries.map(({ name, tone }) => (
        <span key={name}>
          <i data-tone={tone} />
          {name}
        </span>
      ))}
    </span>
  );
}
