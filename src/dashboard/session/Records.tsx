'use client';
import { useState, type ReactNode } from 'react';
import { formatCount, formatDuration, formatExact, formatSpan } from '../format.js';
import { Card } from '../shell/Card.js';
import type { Span } from '../state/address.js';
import { recordWords } from './recordWords.js';
import { beatsOf, folded, type Line, type RecordRow } from './sessionDrawing.js';

/** More are not drawn at once. */
const MAX_ROWS = 400;

/** The records of both ends in a period, with the time since the one before. Beats are folded. */
export function Records({
  records,
  total,
  shown,
}: {
  readonly records: readonly Line[];
  readonly total: number;
  readonly shown: Span;
}): ReactNode {
  const [isFolded, setIsFolded] = useState(true);
  const rows: readonly RecordRow[] = isFolded ? folded(records) : records.map((line) => ({ line }));
  const drawn = rows.slice(-MAX_ROWS);
  return (
    <Card
      title="Records"
      beside={
        <>
          <span className="hbd-chip" data-plain="">
            {formatSpan(shown.from, shown.to)}
          </span>
          <span className="hbd-muted">{`${formatCount(records.length)} of ${formatCount(total)}`}</span>
        </>
      }
      aside={
        <button
          type="button"
          className="hbd-button"
          data-look="ghost"
          aria-pressed={isFolded}
          onClick={() => setIsFolded(!isFolded)}
        >
          Fold beats
        </button>
      }
    >
      {records.length === 0 ? (
        <p className="hbd-empty">Neither end has records of this time.</p>
      ) : (
        <table className="hbd-table hbd-records">
          <thead className="hbd-hidden">
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Side</th>
              <th scope="col">What</th>
              <th scope="col">Details</th>
              <th scope="col">Since the one before</th>
            </tr>
          </thead>
          <tbody>
            {drawn.map((row, index) => (
              <Row key={keyOf(row)} row={row} before={endOf(drawn[index - 1])} />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

function Row({ row, before }: { readonly row: RecordRow; readonly before: number | null }): ReactNode {
  if ('beats' in row) {
    const [first] = row.beats;
    return (
      <tr className="hbd-muted">
        <th scope="row">{formatExact(first?.at ?? 0)}</th>
        <td>Both</td>
        <td colSpan={2}>{beatWords(row.beats)}</td>
        <td className="hbd-end">{since(first?.at ?? 0, before)}</td>
      </tr>
    );
  }
  const { line } = row;
  const isBad = /closed|timeout|failed/.test(line.kind);
  return (
    <tr data-record="" tabIndex={-1}>
      <th scope="row">{`${line.isUnsure ? '≈ ' : ''}${formatExact(line.at)}`}</th>
      <td className="hbd-side-of" data-side={line.side} data-bad={isBad || undefined}>
        {line.side === 'client' ? 'Client' : 'Gateway'}
      </td>
      <td>
        <b>{line.kind}</b>
      </td>
      <td className="hbd-words-of">{recordWords(line)}</td>
      <td className="hbd-end hbd-muted">{since(line.at, before)}</td>
    </tr>
  );
}

/** `3 beats, answered in 44 ms to 9.1 s`. */
function beatWords(lines: readonly Line[]): string {
  const pings = lines.filter(({ kind }) => kind.startsWith('ping.')).length;
  const times = beatsOf(lines).flatMap(({ sentAt, answeredAt }) => (answeredAt === null ? [] : [answeredAt - sentAt]));
  const beats = `${formatCount(Math.max(1, pings))} ${pings > 1 ? 'beats' : 'beat'}`;
  if (times.length === 0) return beats;
  const [least, most] = [Math.min(...times), Math.max(...times)];
  return `${beats}, answered in ${least === most ? '' : `${formatDuration(least)} to `}${formatDuration(most)}`;
}

const since = (at: number, before: number | null): string =>
  before === null ? '' : `+ ${formatDuration(Math.max(0, at - before))}`;
const keyOf = (row: RecordRow): string => {
  const line = 'line' in row ? row.line : row.beats[0];
  return `${line?.side ?? ''}${line?.seq ?? 0}${'beats' in row ? 'b' : ''}`;
};
const endOf = (row: RecordRow | undefined): number | null => {
  if (!row) return null;
  return 'line' in row ? row.line.at : (row.beats.at(-1)?.at ?? null);
};
