'use client';
import type { ReactNode } from 'react';
import type { AdminProblem } from '../../admin/adminResult.js';
import type { SettingsView } from '../../admin/schemas/settings.js';
import { formatAge, formatDuration } from '../format.js';
import { useNow } from '../state/useNow.js';
import type { Wanted } from './draft.js';

/** Another person's change came first: both side by side. */
export function Conflict({
  settings,
  problem,
  wanted,
  onInsist,
  onDrop,
}: {
  readonly settings: SettingsView;
  readonly problem: AdminProblem;
  readonly wanted: Wanted;
  readonly onInsist: () => void;
  readonly onDrop: () => void;
}): ReactNode {
  const now = useNow();
  const current = problem.current ?? settings;
  const [other] = problem.changes ?? [];
  const who = other?.by ?? current.intervalMs.by ?? current.timeoutMs.by ?? 'Someone';
  const rows = [
    { name: 'Interval', theirs: current.intervalMs.value, mine: wanted.intervalMs },
    { name: 'Timeout', theirs: current.timeoutMs.value, mine: wanted.timeoutMs },
  ];
  return (
    <section className="hbd-conflict" role="alert" aria-label="Changed meanwhile">
      <h3>{`${who} was quicker${other ? `, ${formatAge(now - other.at)} ago` : ''}`}</h3>
      {other?.reason != null && <p className="hbd-muted">{`“${other.reason}”`}</p>}
      <table className="hbd-compare">
        <thead>
          <tr>
            <th scope="col">
              <span className="hbd-hidden">Setting</span>
            </th>
            <th scope="col">{`${who}, version ${current.version}`}</th>
            <th scope="col">yours</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, theirs, mine }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td data-muted={theirs === mine || undefined}>{formatDuration(theirs)}</td>
              <td className={theirs !== mine ? 'hbd-strong' : undefined}>{formatDuration(mine)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="hbd-buttons">
        <button type="button" className="hbd-button" data-look="solid" onClick={onInsist}>
          Put mine on top
        </button>
        <button type="button" className="hbd-button" onClick={onDrop}>
          Drop mine
        </button>
      </div>
    </section>
  );
}
