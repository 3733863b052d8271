'use client';
import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { formatClock, formatSpan } from '../format.js';
import type { Span } from '../state/address.js';
import { useDashboardStore } from '../state/context.js';
import { valueOf, type LaneData } from './series.js';

/** The buckets that all lanes share: where each begins, and how long it is. */
export interface Axis {
  readonly at: readonly number[];
  readonly bucketMs: number;
}

interface OverlayProps {
  readonly axis: Axis;
  readonly lanes: readonly LaneData[];
  readonly cursor: number | null;
  readonly pick: Span | null;
  readonly onPick: ((span: Span | null) => void) | undefined;
  readonly onEnter: (() => void) | undefined;
}

/**
 * Over all lanes: the cursor, the chosen part with what is outside of it paled, and a slider that is not to be seen. Pointing
 * moves the cursor, dragging chooses, a double click or Enter makes the page that part; with the keyboard, arrows and
 * Shift + arrows do the same.
 */
export function LaneOverlay({ axis, lanes, cursor, pick, onPick, onEnter }: OverlayProps): ReactNode {
  const store = useDashboardStore();
  const { at, bucketMs } = axis;
  const last = at.length - 1;
  const [first = 0] = at;
  const length = at.length * bucketMs;
  /** Where dragging, or choosing by Shift + arrows, has begun. */
  const anchor = useRef<number | null>(null);
  const [drawn, setDrawn] = useState<Span | null>(null);

  const pointAt = (index: number | null): void =>
    store.pointAt(index === null ? null : (at[Math.max(0, Math.min(last, index))] ?? null));
  const bucketUnder = (event: PointerEvent<HTMLElement>): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(last, Math.floor(((event.clientX - left) / Math.max(1, width)) * at.length)));
  };
  const between = (a: number, b: number): Span => ({
    from: at[Math.min(a, b)] ?? first,
    to: (at[Math.max(a, b)] ?? first) + bucketMs,
  });

  const move = (event: PointerEvent<HTMLElement>): void => {
    const index = bucketUnder(event);
    pointAt(index);
    if (anchor.current !== null && event.buttons === 1 && onPick) {
      setDrawn(index === anchor.current ? null : between(anchor.current, index));
    }
  };
  const drop = (): void => {
    anchor.current = null;
    if (drawn) onPick?.(drawn);
    setDrawn(null);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      anchor.current = null;
      store.pointAt(null);
      onPick?.(null);
    } else if (event.key === 'Enter') {
      onEnter?.();
    } else if (event.shiftKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight') && onPick) {
      event.preventDefault();
      const from = cursor ?? last;
      anchor.current ??= from;
      const to = Math.max(0, Math.min(last, from + (event.key === 'ArrowRight' ? 1 : -1)));
      pointAt(to);
      onPick(between(anchor.current, to));
    } else if (event.key !== 'Shift') {
      anchor.current = null;
    }
  };

  const shown = drawn ?? pick;
  const place = (instant: number): number => Math.max(0, Math.min(100, ((instant - first) / length) * 100));
  const index = cursor ?? last;
  const spoken = lanes.map((lane) => `${lane.name} ${valueOf(lane, cursor)}`).join(', ');
  const chosen = shown ? `. Chosen: ${formatSpan(shown.from, shown.to)}` : '';
  return (
    <div className="hbd-overlay">
      {shown && (
        <>
          <i className="hbd-veil" style={{ insetInlineStart: 0, inlineSize: `${place(shown.from)}%` }} />
          <i className="hbd-veil" style={{ insetInlineStart: `${place(shown.to)}%`, insetInlineEnd: 0 }} />
          <i
            className="hbd-brush"
            style={{ insetInlineStart: `${place(shown.from)}%`, inlineSize: `${place(shown.to) - place(shown.from)}%` }}
          />
        </>
      )}
      {cursor !== null && (
        <i className="hbd-line" style={{ insetInlineStart: `${((cursor + 0.5) / at.length) * 100}%` }} />
      )}
      <input
        type="range"
        className="hbd-over"
        data-time=""
        aria-label="Time"
        min={0}
        max={last}
        value={index}
        aria-valuetext={`${formatClock(at[index] ?? 0)}: ${spoken}${chosen}`}
        onChange={({ target }) => pointAt(Number(target.value))}
        onPointerDown={(event) => {
          anchor.current = bucketUnder(event);
        }}
        onPointerMove={move}
        onPointerUp={drop}
        onPointerCancel={drop}
        onPointerLeave={(event) => event.buttons === 0 && store.pointAt(null)}
        onDoubleClick={() => onEnter?.()}
        onBlur={() => store.pointAt(null)}
        onKeyDown={press}
      />
    </div>
  );
}
