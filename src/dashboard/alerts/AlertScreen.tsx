'use client';
import type { ReactNode } from 'react';
import type { Alerts } from '../../admin/schemas/alerts.js';
import { formatAge, formatClock, formatSpan, formatWhen } from '../format.js';
import { Lanes } from '../overview/Lanes.js';
import { Say } from '../shell/Say.js';
import { isSpan } from '../state/address.js';
import { useDashboard } from '../state/context.js';
import { useAddress, useLinkTo } from '../state/useAddress.js';
import { useNow } from '../state/useNow.js';
import { AlertPeers } from './AlertPeers.js';
import { isAboutSettings } from './alertPlace.js';

/** One alert: its period, with the people in it. */
export function AlertScreen({ id, alerts }: { readonly id: string; readonly alerts: Alerts }): ReactNode {
  const now = useNow();
  const stats = useDashboard((state) => state.stats);
  const { period } = useAddress();
  const linkTo = useLinkTo();
  const alert = [...alerts.active, ...alerts.recent].find((one) => one.id === id);
  if (!alert) {
    return (
      <Say so="The gateway does not remember this alert." then="It keeps the last ones, and loses them at a restart.">
        <a className="hbd-more" href={linkTo({ screen: 'alerts' })}>
          All alerts <span aria-hidden="true">→</span>
        </a>
      </Say>
    );
  }
  const { message, advice, raisedAt, clearedAt } = alert;
  const since =
    clearedAt === null
      ? `Since ${formatClock(raisedAt)}, for ${formatAge(now - raisedAt)}.`
      : `${formatWhen(raisedAt, now)}, for ${formatAge(clearedAt - raisedAt)}. It is over.`;
  return (
    <>
      <Say so={message} then={since}>
        {advice && <span>{`${advice} `}</span>}
        {isAboutSettings(alert) && (
          <a className="hbd-more" href={linkTo({ screen: 'settings' })}>
            Go to the settings <span aria-hidden="true">→</span>
          </a>
        )}
      </Say>
      {stats?.chart && isSpan(period) && (
        <Lanes chart={stats.chart} title={formatSpan(period.from, period.to)}>
          <a className="hbd-more" href={linkTo({ screen: 'overview' })}>
            The overview of this time <span aria-hidden="true">→</span>
          </a>
        </Lanes>
      )}
      {isSpan(period) && <AlertPeers span={period} />}
    </>
  );
}
