import type { LOG_LEVELS } from '../../../admin/schemas/settingValues.js';
import type { HeartbeatTiming } from '../../../protocol/frames.js';

/** The least important records that are logged. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** All that can be set while the gateway runs. */
export interface SettingValues extends HeartbeatTiming {
  /** `Infinity`: no limit. */
  readonly admitPerSecond: number;
  readonly logLevel: LogLevel;
}

/** The name of a setting. */
export type SettingName = keyof SettingValues;

/** The values that one source sets. */
export type SettingsLayer = { readonly [Name in SettingName]?: SettingValues[Name] | undefined };

/** Some settings by name, as JSON has them: null for no value, or no limit. */
export type WrittenValues = { readonly [Name in SettingName]?: SettingValues[Name] | null };

/** Every name once, in the order in which they are shown. */
const NAMES: Readonly<Record<SettingName, true>> = {
  intervalMs: true,
  timeoutMs: true,
  admitPerSecond: true,
  logLevel: true,
};
export const SETTING_NAMES = Object.keys(NAMES) as readonly SettingName[];

/** The values of some settings, as JSON has them. */
export function pickWritten(values: SettingsLayer, names: readonly SettingName[]): WrittenValues {
  const picked = names.map((name) => [name, values[name] === Infinity ? null : values[name]]);
  return Object.fromEntries(picked) as WrittenValues;
}

/** The part of the values that peers follow. */
export const timingOf = ({ intervalMs, timeoutMs }: HeartbeatTiming): HeartbeatTiming => ({ intervalMs, timeoutMs });
