'use client';
import type { ReactNode } from 'react';
import type { SettingsView } from '../../admin/schemas/settings.js';
import { formatWhen } from '../format.js';
import { useNow } from '../state/useNow.js';
import { formatSetting, formatSource, SETTINGS } from './settingWords.js';

/** Every setting with its value, where it comes from, and who set it when. */
export function SettingsList({ settings }: { readonly settings: SettingsView }): ReactNode {
  const now = useNow();
  return (
    <section className="hbd-card" aria-label="Settings in force">
      <table className="hbd-table" data-list="">
        <thead className="hbd-hidden">
          <tr>
            <th scope="col">Setting</th>
            <th scope="col">Value</th>
            <th scope="col">Source</th>
            <th scope="col">Set by</th>
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
                </td>
                <td className="hbd-muted hbd-end hbd-origin">
                  {by === undefined ? origin : `${by}${at === undefined ? '' : `, ${formatWhen(at, now)}`}`}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
