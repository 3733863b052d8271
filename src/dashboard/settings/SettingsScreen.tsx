'use client';
import type { ReactNode } from 'react';
import type { SettingsView } from '../../admin/schemas/settings.js';
import { formatClock, formatDuration, formatPeople } from '../format.js';
import { Say } from '../shell/Say.js';
import { Untold } from '../shell/Untold.js';
import { useDashboard } from '../state/context.js';
import { bytesPerHour } from './draft.js';
import { GuardCard } from './GuardCard.js';
import { History } from './History.js';
import { SettingsList } from './SettingsList.js';
import { TradeOff } from './trade-off/TradeOff.js';

/** The heartbeat's settings: what they are, what they cost, what is being tried, and what they were. */
export function SettingsScreen(): ReactNode {
  const settings = useDashboard((state) => state.settings);
  const history = useDashboard((state) => state.history);
  const connections = useDashboard(({ stats }) => stats?.connections ?? 0);
  const measured = useDashboard(({ stats }) => stats?.bytesPerHour);
  if (!settings) {
    return (
      <Untold part="settings" what="its settings">
        Reading the settings…
      </Untold>
    );
  }
  const guard = typeof settings.guard === 'object' ? settings.guard : null;
  return (
    <>
      <Say
        so={`A heartbeat every ${formatDuration(settings.intervalMs.value)}.`}
        then={whatFollows(settings, connections)}
      />
      <div className="hbd-columns">
        <TradeOff settings={settings} />
        <div className="hbd-column">
          {guard && <GuardCard guard={guard} costOf={(intervalMs) => bytesPerHour(intervalMs, settings, measured)} />}
          <SettingsList settings={settings} />
        </div>
      </div>
      {history && <History history={history} settings={settings} />}
    </>
  );
}

function whatFollows(settings: SettingsView, connections: number): string {
  const { guard, lastGuard, intervalMs, timeoutMs } = settings;
  if (typeof guard === 'object' && guard !== null) {
    const tried = guard.to.intervalMs ?? guard.to.timeoutMs ?? 0;
    return guard.status === 'undecided'
      ? `${formatPeople(guard.tried.peers)} have tried ${formatDuration(tried)}, without a verdict: decide.`
      : `${formatPeople(guard.tried.peers)} are trying ${formatDuration(tried)}.`;
  }
  const found = `A dead connection is found within ${formatDuration(intervalMs.value + timeoutMs.value)}; ${formatPeople(connections)} ${connections === 1 ? 'is' : 'are'} connected.`;
  if (lastGuard?.status !== 'reverted') return found;
  const tried = lastGuard.to.intervalMs ?? lastGuard.to.timeoutMs ?? 0;
  return `${formatDuration(tried)} was tried and taken back at ${formatClock(lastGuard.endedAt)}. ${found}`;
}
