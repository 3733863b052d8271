'use client';
import type { ReactNode } from 'react';
import { formatClock, formatDuration } from '../format.js';
import { isLate, type Beat, type Line, type Outage } from './sessionDrawing.js';

/** Beats one after the other that say nothing new are one row. */
const MAX_ROWS = 60;

interface Row {
  readonly at: number;
  readonly side: Line['side'];
  readonly words: string;
  readonly look: 'beat' | 'late' | 'open' | 'event' | 'bad';
}

/** The same for a narrow page: time runs down, the client is on the left and the gateway on the right. */
export function SessionSequence({
  records,
  beats,
  outage,
}: {
  readonly records: readonly Line[];
  readonly beats: readonly Beat[];
  readonly outage: Outage | null;
}): ReactNode {
  const rows: Row[] = [
    ...beats.map((beat): Row => {
      const { side, sentAt, answeredAt } = beat;
      if (answeredAt === null) return { at: sentAt, side, words: 'no answer', look: 'open' };
      const words = formatDuration(answeredAt - sentAt);
      return isLate(beat)
        ? { at: sentAt, side, words: `${words} late`, look: 'late' }
        : { at: sentAt, side, words, look: 'beat' };
    }),
    ...records
      .filter(({ kind }) => !/^p[io]ng\./.test(kind))
      .map(({ at, side, kind }): Row => ({
        at,
        side,
        words: kind,
        look: /closed|timeout|failed/.test(kind) ? 'bad' : 'event',
      })),
  ]
    .toSorted((a, b) => a.at - b.at)
    .slice(-MAX_ROWS);
  return (
    <ol className="hbd-sequence" aria-label="Both ends, from top to bottom">
      <li aria-hidden="true">
        <span />
        <b>Client</b>
        <b>Gateway</b>
      </li>
      {rows.map((row, index) => (
        <li
          // oxlint-disable-next-line react/no-array-index-key -- two records may say the same at the same time
          key={index}
          data-side={row.side}
          data-look={row.look}
          data-down={(outage && row.at >= outage.from && row.at <= (outage.to ?? Infinity)) || undefined}
        >
          <span className="hbd-muted">{formatClock(row.at)}</span>
          <i />
          <span>{row.words}</span>
        </li>
      ))}
    </ol>
  );
}
