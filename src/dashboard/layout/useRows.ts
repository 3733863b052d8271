'use client';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useState, type CSSProperties, type RefCallback } from 'react';
import { useIsNarrow } from './useIsNarrow.js';

/** As high as the stylesheet makes them: a finger needs more than a pointer. */
const ROW_PX = 33;
const NARROW_ROW_PX = 40;
/**
 * Rows come and go so many at a time: between two of these steps a scroll moves what is painted, and the page has nothing
 * to do. One step exists beyond either edge of the window, so that a scroll finds its rows painted.
 */
const STEP = 8;
const STEPS_BEYOND = 1;

/** What stands below one row while it is opened. */
export interface RowDetail {
  /** Of the row that is opened; -1: none is. */
  readonly index: number;
  readonly px: number;
}

/** The rows of a long list that exist, and the box they stand in. */
export interface Rows {
  /** For the box that all rows stand in. */
  readonly box: RefCallback<HTMLElement>;
  readonly boxStyle: CSSProperties;
  /** Where each row is in the box. It stays there while the page scrolls. */
  readonly inView: readonly { readonly index: number; readonly top: number }[];
  readonly rowPx: number;
  /** The first row is above the window. */
  readonly isAway: boolean;
}

const NO_DETAIL: RowDetail = { index: -1, px: 0 };

/** Which of many rows exist: those in the window and a few around it. */
export function useRows(count: number, detail: RowDetail = NO_DETAIL): Rows {
  const [body, setBody] = useState<HTMLElement | null>(null);
  const [above, setAbove] = useState(0);
  const rowPx = useIsNarrow() ? NARROW_ROW_PX : ROW_PX;
  // oxlint-disable-next-line react/incompatible-library -- the compiler leaves this part as it is
  const steps = useWindowVirtualizer({
    count: Math.ceil(count / STEP),
    estimateSize: (step) =>
      rowPx * Math.min(STEP, count - step * STEP) + (step === Math.floor(detail.index / STEP) ? detail.px : 0),
    overscan: STEPS_BEYOND,
    scrollMargin: above,
  });
  useLayoutEffect(() => {
    if (!body) return undefined;
    const look = (): void => setAbove(Math.round(body.getBoundingClientRect().top + window.scrollY));
    look();
    if (typeof ResizeObserver === 'undefined') return undefined;
    // What stands above the list grows and shrinks, and with it the page.
    const observer = new ResizeObserver(look);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [body]);
  useLayoutEffect(() => steps.measure(), [steps, count, rowPx, detail.index, detail.px]);
  return {
    box: setBody,
    boxStyle: { blockSize: `${count * rowPx + (detail.index < 0 ? 0 : detail.px)}px` },
    inView: steps.getVirtualItems().flatMap(({ index: step }) =>
      Array.from({ length: Math.min(STEP, count - step * STEP) }, (_, place) => {
        const index = step * STEP + place;
        return { index, top: index * rowPx + (detail.index >= 0 && index > detail.index ? detail.px : 0) };
      }),
    ),
    rowPx,
    isAway: (steps.scrollOffset ?? 0) > above,
  };
}
