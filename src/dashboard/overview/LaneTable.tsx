'use client';
import type { ReactNode } from 'react';
import { formatClock } from '../format.js';
import { formatIn, type LaneData } from './series.js';

/** The values of the lanes, the newest first. */
export function LaneTable({
  at,
  lanes,
}: {
  readonly at: readonly number[];
  readonly lanes: readonly LaneData[];
}): ReactNode {
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
                  <td key={title}>{formatIn(lane, values[index] ?? null)}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}
