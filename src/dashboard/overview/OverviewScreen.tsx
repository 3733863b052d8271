'use client';
import type { ReactNode } from 'react';
import type { GatewayStats } from '../../admin/schemas/stats.js';
import { formatDuration, formatPeople } from '../format.js';
import { Say } from '../shell/Say.js';
import { useDashboard, useDashboardStore } from '../state/context.js';
import { LAST_HOUR_MS } from '../state/dashboardStore.js';
import { AlertStrip } from './AlertStrip.js';
import { Lanes } from './Lanes.js';
import { Tiles } from './Tiles.js';

const HOUR = 3_600_000;
const PERIODS = [
  { title: '15 min', name: 'Last 15 minutes', windowMs: HOUR / 4 },
  { title: '1 h', name: 'Last hour', windowMs: LAST_HOUR_MS },
  { title: '6 h', name: 'Last six hours', windowMs: 6 * HOUR },
  { title: '2 days', name: 'Last two days', windowMs: 48 * HOUR },
] as const;

/** Whether anybody suffers, since when, and why: a sentence, what asks for a look, the numbers of now, and the lanes. */
export function OverviewScreen(): ReactNode {
  const store = useDashboardStore();
  const stats = useDashboard((state) => state.stats);
  const windowMs = useDashboard((state) => state.windowMs);
  const alerts = useDashboard(({ alerts: known }) => known?.active.length ?? 0);
  if (!stats) return <Say so="Reading the gateway…" />;
  const period = PERIODS.find((one) => one.windowMs === windowMs) ?? PERIODS[1];
  if (stats.connections === 0 && stats.counters.opened === 0) {
    return (
      <Say
        so="No one is connected yet."
        then="The gateway is up and listening. This page fills by itself with the first connection."
      />
    );
  }
  return (
    <>
      <Say
        so={`${formatPeople(stats.connections)} connected.`}
        then={whatFollows(stats, alerts, period.name.toLowerCase())}
      />
      <AlertStrip />
      <Tiles stats={stats} />
      {stats.chart && (
        <Lanes
          chart={stats.chart}
          title={period.name}
          periods={
            <fieldset className="hbd-periods" aria-label="Period">
              {PERIODS.map(({ title, windowMs: value }) => (
                <button
                  key={title}
                  type="button"
                  aria-pressed={value === windowMs}
                  onClick={() => store.choosePeriod(value)}
                >
                  {title}
                </button>
              ))}
            </fieldset>
          }
        />
      )}
    </>
  );
}

function whatFollows({ outages }: GatewayStats, alerts: number, period: string): string {
  const look = alerts === 0 ? '' : alerts === 1 ? ' One thing is worth a look.' : ` ${alerts} things are worth a look.`;
  if (!outages) return look.trim();
  if (outages.count === 0) return `No one was back from an outage in the ${period}.${look}`;
  const { p99 } = outages.downMs;
  const back = p99 === null ? '' : `, ${outages.count === 1 ? 'it' : 'nearly all'} within ${formatDuration(p99)}`;
  return `${formatPeople(outages.count)} lost the connection and came back in the ${period}${back}; ${outages.shown} saw it.${look}`;
}
