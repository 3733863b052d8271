'use client';
import type { ReactNode } from 'react';
import { formatClock, formatDuration, formatPeople } from '../format.js';
import { Icon } from '../shell/Icon.js';
import { useDashboard } from '../state/context.js';

/** What asks for a look: the active alerts, and a change that is being tried. */
export function AlertStrip(): ReactNode {
  const active = useDashboard(({ alerts }) => alerts?.active ?? NONE);
  const guard = useDashboard(({ settings }) => (typeof settings?.guard === 'object' ? settings.guard : null));
  if (active.length === 0 && !guard) return null;
  return (
    <ul className="hbd-card hbd-strip" aria-label="Worth a look">
      {active.map(({ id, message, advice, raisedAt, severity }) => (
        <li key={id}>
          <span className="hbd-badge" data-severity={severity}>
            <Icon name="alert" />
          </span>
          <span className="hbd-what">
            <b>{message}</b>
            {advice && <span className="hbd-muted">{advice}</span>}
          </span>
          <span className="hbd-muted hbd-since">{`since ${formatClock(raisedAt).slice(0, 5)}`}</span>
        </li>
      ))}
      {guard && (
        <li>
          <span className="hbd-badge">
            <Icon name="guard" />
          </span>
          <span className="hbd-what">
            <b>{`${formatDuration(guard.to.intervalMs ?? guard.to.timeoutMs ?? 0)} tried on ${formatPeople(guard.tried.peers)}`}</b>
            <span className="hbd-muted">{guard.says}</span>
          </span>
          <a className="hbd-button" href="#settings">
            Compare
          </a>
        </li>
      )}
    </ul>
  );
}

const NONE: readonly never[] = [];
