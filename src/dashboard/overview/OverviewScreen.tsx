'use client';
import { useMemo, type ReactNode } from 'react';
import type { GatewayStats } from '../../admin/schemas/stats.js';
import { formatDuration, formatMinute, formatPeople, formatSpan } from '../format.js';
import { Icon } from '../shell/Icon.js';
import { namePeriod } from '../shell/PeriodChooser.js';
import { Say } from '../shell/Say.js';
import { Untold } from '../shell/Untold.js';
import { isSpan, placed, type Period } from '../state/address.js';
import { useDashboard, useDashboardStore } from '../state/context.js';
import { useAddress, useLinkTo } from '../state/useAddress.js';
import { AlertStrip } from './AlertStrip.js';
import { Lanes } from './Lanes.js';
import { PathCard } from './PathCard.js';
import { fromFirstKnown } from './series.js';
import { SeenPanel } from './SeenPanel.js';
import { Tiles } from './Tiles.js';

/** Whether people lose their connection, since when, and why: a sentence, what asks for a look, the numbers of now, and the lanes. */
export function OverviewScreen(): ReactNode {
  const store = useDashboardStore();
  const stats = useDashboard((state) => state.stats);
  const picked = useDashboard((state) => state.picked);
  const alerts = useDashboard(({ alerts: known }) => known?.active.length ?? 0);
  const address = useAddress();
  const { period, pick } = address;
  const whole = stats?.chart;
  const chart = useMemo(() => whole && fromFirstKnown(whole), [whole]);
  if (!stats) {
    return (
      <Untold part="stats" what="its statistics">
        Reading the gateway…
      </Untold>
    );
  }
  if (stats.connections === 0 && stats.counters.opened === 0) {
    return (
      <>
        <Say
          so="No one is connected yet."
          then="The gateway is up and listening. This page fills with the first connection."
        />
        <p className="hbd-card hbd-code">
          <code>{`createHeartbeatSocket('${placeOf()}').connect()`}</code>
        </p>
      </>
    );
  }
  const beside = (pick && picked?.stats) || stats;
  const besideName = pick ? formatSpan(pick.from, pick.to) : namePeriod(period);
  return (
    <>
      <Say so={`${formatPeople(stats.connections)} connected.`} then={whatFollows(stats, alerts, period)} />
      <AlertStrip />
      <Tiles stats={chart ? { ...stats, chart } : stats} />
      <div className="hbd-columns" data-wide-first="">
        {chart && (
          <Lanes
            chart={chart}
            title={chart === whole ? namePeriod(period) : `Since ${formatMinute(stats.startedAt)}`}
            pick={pick}
            onPick={(span) => store.open({ ...address, pick: span }, 'replace')}
            onEnter={() => pick && store.open({ ...placed(address, {}), period: pick })}
          >
            {pick ? <Chosen peers={picked?.peers ?? null} /> : <span className="hbd-hint">drag to choose a part</span>}
          </Lanes>
        )}
        <div className="hbd-column">
          <SeenPanel stats={beside} title={besideName} />
          <PathCard stats={stats} />
        </div>
      </div>
    </>
  );
}

/** The part of the period that is chosen, with where it leads. */
function Chosen({ peers }: { readonly peers: number | null }): ReactNode {
  const store = useDashboardStore();
  const address = useAddress();
  const linkTo = useLinkTo();
  const { pick } = address;
  if (!pick) return null;
  return (
    <>
      <span className="hbd-chip">
        <a href={linkTo({ period: pick })} title="Make the page this period">
          {formatSpan(pick.from, pick.to)}
        </a>
        <button
          type="button"
          aria-label="Choose nothing"
          onClick={() => store.open({ ...address, pick: null }, 'replace')}
        >
          <Icon name="cross" />
        </button>
      </span>
      <a className="hbd-more" href={linkTo({ screen: 'peers', period: pick })}>
        {peers === null ? 'The people in it' : `${formatPeople(peers)} in it`}
        <span aria-hidden="true"> →</span>
      </a>
    </>
  );
}

function whatFollows({ outages }: GatewayStats, alerts: number, period: Period): string {
  const look = alerts === 0 ? '' : alerts === 1 ? ' One thing is worth a look.' : ` ${alerts} things are worth a look.`;
  if (!outages) return look.trim();
  const when = isSpan(period) ? `from ${namePeriod(period)}` : `in the ${namePeriod(period).toLowerCase()}`;
  if (outages.count === 0) return `No one was back from an outage ${when}.${look}`;
  const { p99 } = outages.downMs;
  const back = p99 === null ? '' : `, ${outages.count === 1 ? 'it' : 'nearly all'} within ${formatDuration(p99)}`;
  return `${formatPeople(outages.count)} lost the connection and came back ${when}${back}; ${outages.shown} saw it.${look}`;
}

/** Where this gateway takes connections, as far as the page can know. */
const placeOf = (): string =>
  typeof location === 'undefined'
    ? 'wss://…/ws'
    : `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`;
