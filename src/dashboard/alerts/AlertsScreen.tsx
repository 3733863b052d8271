'use client';
import type { ReactNode } from 'react';
import type { Alert, Alerts } from '../../admin/schemas/alerts.js';
import { formatAge, formatWhen } from '../format.js';
import { Card } from '../shell/Card.js';
import { Icon } from '../shell/Icon.js';
import { Say } from '../shell/Say.js';
import { Untold } from '../shell/Untold.js';
import { useDashboard } from '../state/context.js';
import { useAddress, useLinkTo } from '../state/useAddress.js';
import { useNow } from '../state/useNow.js';
import { AlertScreen } from './AlertScreen.js';
import { alertPlace, alertVerb } from './alertPlace.js';
import { RuleTable } from './RuleTable.js';

/** What is wrong, since when and why; what was; and what the gateway looks for. */
export function AlertsScreen(): ReactNode {
  const alerts = useDashboard((state) => state.alerts);
  const isWithout = useDashboard(({ readAt, problems }) => readAt !== null && !problems.alerts && !problems.me);
  const { id } = useAddress();
  if (!alerts) {
    return isWithout ? (
      <Say so="This gateway raises no alerts." then="It has no statistics, or is of an older version." />
    ) : (
      <Untold part="alerts" what="its alerts">
        Reading the gateway…
      </Untold>
    );
  }
  if (id !== null) return <AlertScreen id={id} alerts={alerts} />;
  const { active, recent, rules } = alerts;
  return (
    <>
      <Say so={whatIs(alerts)} then={whatWas(alerts)} />
      {active.length > 0 && (
        <Card title="Active">
          <ul className="hbd-strip" aria-label="Active alerts">
            {active.map((alert) => (
              <AlertRow key={alert.id} alert={alert} />
            ))}
          </ul>
        </Card>
      )}
      <Card title="Ended" aside={recent.length > 0 ? 'the newest first' : undefined}>
        {recent.length === 0 ? (
          <p className="hbd-empty">None that the gateway remembers.</p>
        ) : (
          <ul className="hbd-strip" aria-label="Alerts that ended">
            {recent.map((alert) => (
              <AlertRow key={alert.id} alert={alert} />
            ))}
          </ul>
        )}
      </Card>
      <RuleTable rules={rules} />
    </>
  );
}

function AlertRow({ alert }: { readonly alert: Alert }): ReactNode {
  const now = useNow();
  const linkTo = useLinkTo();
  const { message, advice, severity, raisedAt, clearedAt, value, usual, unit } = alert;
  const isOver = clearedAt !== null;
  return (
    <li>
      <span className="hbd-badge" data-severity={isOver ? 'over' : severity}>
        <Icon name={isOver ? 'check' : 'alert'} />
      </span>
      <span className="hbd-what">
        <a data-row="" href={linkTo(alertPlace(alert))}>
          <b>{message}</b>
        </a>
        {!isOver && advice && <span className="hbd-muted">{advice}</span>}
        {!isOver && value !== null && unit !== undefined && (
          <span className="hbd-muted hbd-small">{`${round(value)} ${unit}${usual === null ? '' : `, usually ${round(usual)}`}`}</span>
        )}
      </span>
      <span className="hbd-muted hbd-since">
        {isOver
          ? `${formatWhen(raisedAt, now)}, for ${formatAge(clearedAt - raisedAt)}`
          : `for ${formatAge(now - raisedAt)}`}
      </span>
      {!isOver && (
        <a className="hbd-button" href={linkTo(alertPlace(alert))} aria-label={`${alertVerb(alert)}: ${message}`}>
          {alertVerb(alert)}
        </a>
      )}
    </li>
  );
}

function whatIs({ active }: Alerts): string {
  if (active.length === 0) return 'Nothing asks for a look.';
  return active.length === 1 ? 'One alert is active.' : `${active.length} alerts are active.`;
}

function whatWas({ active, recent, rules }: Alerts): string {
  const critical = active.filter(({ severity }) => severity === 'critical').length;
  const learning = rules.filter(({ state }) => state === 'warming-up').length;
  return [
    critical === 0 ? '' : `${critical} critical.`,
    recent.length === 0 ? '' : `${recent.length} ended lately.`,
    learning === 0
      ? ''
      : `${learning} of ${rules.length} rules ${learning === 1 ? 'is' : 'are'} still learning what is usual.`,
  ]
    .filter(Boolean)
    .join(' ');
}

const round = (value: number): string => String(Math.round(value * 10) / 10);
