'use client';
import { useState, type ReactNode } from 'react';
import type { SettingsView } from '../../admin/schemas/settings.js';
import { useConnection } from '../../react/index.js';
import { formatWhen } from '../format.js';
import { useCanAct } from '../state/context.js';
import { useNow } from '../state/useNow.js';
import { SettingDialog, type DialogKey } from './dialogs/SettingDialog.js';
import { formatSetting, formatSource, SETTINGS, type SettingKey } from './settingWords.js';
import { WithdrawDialog } from './dialogs/WithdrawDialog.js';

const hasDialog = (key: SettingKey): key is DialogKey => key === 'admitPerSecond' || key === 'logLevel';

/**
 * Every setting with its value, where it comes from, and who set it when. An operator may change here the settings that
 * clients are not told, and withdraw what was set at run time.
 */
export function SettingsList({ settings }: { readonly settings: SettingsView }): ReactNode {
  const now = useNow();
  const [asked, setAsked] = useState<{ readonly to: 'set' | 'withdraw'; readonly key: SettingKey } | null>(null);
  const isStale = useConnection(({ lost }) => lost);
  const isTrying = typeof settings.guard === 'object' && settings.guard !== null;
  const canAct = useCanAct() && !isStale && !isTrying;
  const close = () => setAsked(null);
  return (
    <section className="hbd-card" aria-label="Settings in force">
      <table className="hbd-table" data-list="">
        <thead className="hbd-hidden">
          <tr>
            <th scope="col">Setting</th>
            <th scope="col">Value</th>
            <th scope="col">Set by</th>
            {canAct && <th scope="col">Change</th>}
          </tr>
        </thead>
        <tbody>
          {SETTINGS.map(({ key, title }) => {
            const setting = settings[key];
            if (!setting) return null;
            const isDerived = key === 'timeoutMs' && setting.source === 'default';
            const { by, at, origin } = setting;
            return (
              <tr key={key}>
                <th scope="row">{title}</th>
                <td>
                  <b>{formatSetting(key, setting.value)}</b>
                </td>
                <td>
                  <span className="hbd-source">{isDerived ? '3 × interval' : formatSource(setting.source)}</span>
                  <span className="hbd-muted hbd-small hbd-origin">
                    {by === undefined ? origin : `${by}${at === undefined ? '' : `, ${formatWhen(at, now)}`}`}
                  </span>
                </td>
                {canAct && (
                  <td className="hbd-end">
                    {setting.source === 'runtime' && (
                      <button
                        type="button"
                        className="hbd-button"
                        data-look="ghost"
                        aria-label={`Withdraw the ${title.toLowerCase()}…`}
                        onClick={() => setAsked({ to: 'withdraw', key })}
                      >
                        Withdraw…
                      </button>
                    )}
                    {hasDialog(key) && (
                      <button
                        type="button"
                        className="hbd-button"
                        data-look="ghost"
                        aria-label={`Change the ${title.toLowerCase()}…`}
                        onClick={() => setAsked({ to: 'set', key })}
                      >
                        Change…
                      </button>
                    )}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      {asked?.to === 'set' && hasDialog(asked.key) && (
        <SettingDialog name={asked.key} settings={settings} onClose={close} />
      )}
      {asked?.to === 'withdraw' && <WithdrawDialog name={asked.key} settings={settings} onClose={close} />}
    </section>
  );
}
