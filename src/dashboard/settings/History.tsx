'use client';
import { useState, type ReactNode } from 'react';
import type { SettingsHistory, SettingsHistoryEntry, SettingsView } from '../../admin/schemas/settings.js';
import { useConnection } from '../../react/index.js';
import { Confirm } from '../actions/Confirm.js';
import { useOrder } from '../actions/useOrder.js';
import { formatPeople, formatWhen } from '../format.js';
import { Card } from '../shell/Card.js';
import { useCanAct, useDashboard, useDashboardStore } from '../state/context.js';
import { useNow } from '../state/useNow.js';
import { formatChange } from './settingWords.js';

const ENDINGS = {
  running: 'being tried',
  promoted: 'tried, kept',
  reverted: 'taken back',
  undecided: 'undecided',
  interrupted: 'interrupted',
  'too-few': null,
};

/** Who changed what, why and when. An operator may make an earlier version apply again. */
export function History({
  history,
  settings,
}: {
  readonly history: SettingsHistory;
  readonly settings: SettingsView;
}): ReactNode {
  const [asked, setAsked] = useState<SettingsHistoryEntry | null>(null);
  const now = useNow();
  const canAct = useCanAct();
  const isStale = useConnection(({ lost }) => lost);
  const isTrying = typeof settings.guard === 'object' && settings.guard !== null;
  const canRollBack = canAct && !isStale && !isTrying;
  return (
    <Card title="History" aside={`${history.entries.length} of at most ${history.limit}`}>
      {history.entries.length === 0 && <p className="hbd-empty">Nothing has been changed at run time.</p>}
      <div className="hbd-scroll">
        <table className="hbd-table hbd-history">
          <tbody>
            {history.entries.map((entry) => {
              const ending = entry.version === history.version ? 'in force' : entry.guard && ENDINGS[entry.guard];
              return (
                <tr key={entry.version}>
                  <td className="hbd-muted">{entry.version}</td>
                  <th scope="row">{formatChange(entry)}</th>
                  <td className="hbd-muted hbd-wide">{entry.reason === null ? '' : `“${entry.reason}”`}</td>
                  <td className="hbd-by" title={entry.remote ?? undefined}>
                    {entry.by}
                  </td>
                  <td className="hbd-muted hbd-wide">{formatWhen(entry.at, now)}</td>
                  <td>{ending && <span className="hbd-source">{ending}</span>}</td>
                  <td className="hbd-end">
                    {canRollBack && entry.version !== history.version && (
                      <button
                        type="button"
                        className="hbd-button"
                        data-look="ghost"
                        aria-label={`Roll back to version ${entry.version}…`}
                        onClick={() => setAsked(entry)}
                      >
                        Roll back…
                      </button>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {asked && <RollBack entry={asked} version={settings.version} onClose={() => setAsked(null)} />}
    </Card>
  );
}

function RollBack({
  entry,
  version,
  onClose,
}: {
  readonly entry: SettingsHistoryEntry;
  readonly version: number;
  readonly onClose: () => void;
}): ReactNode {
  const { client } = useDashboardStore();
  const connections = useDashboard(({ stats }) => stats?.connections ?? 0);
  const order = useOrder();
  const rollBack = async (): Promise<void> => {
    if (await order.send(() => client.rollBack({ version: entry.version }, version))) onClose();
  };
  return (
    <Confirm
      title={`Roll back to version ${entry.version}?`}
      action={`Roll back for ${formatPeople(connections)}`}
      isBusy={order.isBusy}
      problem={order.says}
      onConfirm={() => void rollBack()}
      onCancel={onClose}
    >
      <p>
        {`The settings become those of version ${entry.version} (${formatChange(entry)}), as a new version. They are pushed to ${formatPeople(connections)} without a reconnect; a large change is tried on some of them first.`}
      </p>
    </Confirm>
  );
}
