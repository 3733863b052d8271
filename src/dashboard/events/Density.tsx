'use client';
import { memo, useMemo, type ReactNode } from 'react';
import { EVENT_LEVELS } from '../../protocol/eventLevels.js';
import { formatSpan } from '../format.js';
import type { KeptEvent } from './useEvents.js';

const BARS = 90;
const HEIGHT = 34;

/** How a kind of event weighs; a kind of a later version is none that warns. */
export const levelOf = (kind: string): string =>
  Object.hasOwn(EVENT_LEVELS, kind) ? EVENT_LEVELS[kind as keyof typeof EVENT_LEVELS] : 'info';

/** How many events there were, from the oldest to the newest that are kept; warnings stand out. */
export const Density = memo(function Density({ kept }: { readonly kept: readonly KeptEvent[] }): ReactNode {
  const bars = useMemo(() => toBars(kept), [kept]);
  if (!bars) return null;
  const highest = Math.max(1, ...bars.all);
  return (
    <>
      <svg
        className="hbd-density"
        viewBox={`0 0 ${BARS * 10} ${HEIGHT}`}
        height={HEIGHT}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path d={pathOf(bars.all, highest)} />
        <path d={pathOf(bars.warn, highest)} data-warn="" />
      </svg>
      <span className="hbd-hidden">{`Events between ${formatSpan(bars.from, bars.to)}`}</span>
    </>
  );
});

/** All bars as one drawing: it is made anew four times a second while events come. */
const pathOf = (counts: readonly number[], highest: number): string =>
  counts
    .map((count, index) => {
      const height = (count / highest) * (HEIGHT - 2);
      return count > 0 ? `M${index * 10 + 1} ${HEIGHT}v-${height.toFixed(1)}h8V${HEIGHT}z` : '';
    })
    .join('');

function toBars(kept: readonly KeptEvent[]) {
  const to = kept[0]?.event.at;
  const from = kept.at(-1)?.event.at;
  if (to === undefined || from === undefined || to <= from) return null;
  const all = Array.from({ length: BARS }, () => 0);
  const warn = Array.from({ length: BARS }, () => 0);
  for (const { event } of kept) {
    const index = Math.max(0, Math.min(BARS - 1, Math.floor(((event.at - from) / (to - from)) * BARS)));
    all[index] = (all[index] ?? 0) + 1;
    const level = levelOf(event.kind);
    if (level === 'warn' || level === 'error') warn[index] = (warn[index] ?? 0) + 1;
  }
  return { from, to, all, warn };
}
