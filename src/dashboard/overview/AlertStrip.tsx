'use client';
import type { ReactNode } from 'react';
import { alertPlace, alertVerb } from '../alerts/alertPlace.js';
import { formatDuration, formatMinute, formatPeople } from '../format.js';
import { Icon } from '../shell/Icon.js';
import { useDashboard } from '../state/context.js';
import { useLinkTo } from '../state/useAddress.js';

/** What asks for a look: the active alerts, and a change that is being tried. Each with one way to go. */
export function AlertStrip(): ReactNode {
  const active = useDashboard(({ alerts }) => alerts?.active ?? NONE);
  const guard = useDashboard(({ settings }) => (typeof settings?.guard === 'object' ? settings.guard : null));
  const linkTo = useLinkTo();
  if (active.length === 0 && !guard) return null;
  return (
    <ul className="hbd-card hbd-strip" aria-label="Worth a look">
      {active.map((alert) => (
        <li key={alert.id}>
          <span className="hbd-badge" data-severity={alert.severity}>
            <Icon name="alert" />
          </span>
          <span className="hbd-what">
            <b>{alert.message}</b>
            {alert.advice && <span className="hbd-muted hbd-oneline">{alert.advice}</span>}
          </span>
          <span className="hbd-muted hbd-since">{`since ${formatMinute(alert.raisedAt)}`}</span>
          <a
            className="hbd-button"
            href={linkTo(alertPlace(alert))}
            aria-label={`${alertVerb(alert)}: ${alert.message}`}
          >
            {alertVerb(alert)}
          </a>
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
          <a className="hbd-button" href={linkTo({ screen: 'settings' })}>
            Compare
          </a>
        </li>
      )}
    </ul>
  );
}

const NONE: readonly never[] = [];
