import type { SettingsHistoryEntry, SettingsView } from '../../admin/schemas/settings.js';
import { formatCount, formatDuration } from '../format.js';

/** The settings that the page knows, in the order it shows them. */
export const SETTINGS = [
  { key: 'intervalMs', title: 'Interval' },
  { key: 'timeoutMs', title: 'Timeout' },
  { key: 'admitPerSecond', title: 'Admission rate' },
  { key: 'logLevel', title: 'Log level' },
] as const;

export type SettingKey = (typeof SETTINGS)[number]['key'];

/** A value as a person reads it. Null: no value of its own, or no limit. */
export function formatSetting(key: SettingKey, value: number | string | null | undefined): string {
  if (value === null || value === undefined) return key === 'admitPerSecond' ? 'all' : 'default';
  if (typeof value === 'string') return value;
  return key === 'admitPerSecond' ? formatCount(value) : formatDuration(value);
}

const SOURCES = { default: 'default', code: 'code', file: 'file', environment: 'environment', runtime: 'run time' };

/** Where a value comes from. */
export const formatSource = (source: SettingsView['intervalMs']['source']): string => SOURCES[source];

/** `Interval 25 s → 70 s`, `Rolled back to 11`. */
export function formatChange({ kind, repeats, from, to }: SettingsHistoryEntry): string {
  if (kind === 'rolled-back' && repeats !== undefined) return `Rolled back to ${repeats}`;
  const changes = SETTINGS.filter(({ key }) => key in to || key in from).map(
    ({ key, title }) => `${title} ${formatSetting(key, from[key])} → ${formatSetting(key, to[key])}`,
  );
  return changes.join(', ') || `Version without a change`;
}
