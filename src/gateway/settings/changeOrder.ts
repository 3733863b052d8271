import type { SettingsPatch, SettingsRollback } from '../../admin/schemas/settings.js';
import { runtimeAt, type Journal } from './settingsJournal.js';
import { SETTING_NAMES, type SettingsLayer } from './sources/settingValues.js';

/** What an operator wants, and how. */
export interface ChangeOrder {
  readonly change: SettingsPatch | SettingsRollback;
  /** Whether the operator has seen another version than this one. */
  readonly isStale: (version: number) => boolean;
  /** The version that the operator has seen; null when it is not known. */
  readonly seenVersion: number | null;
}

/** What operators have set after a change, and the version that it repeats. Null for a version that is not known. */
export function runtimeAfter(
  change: ChangeOrder['change'],
  journal: Journal,
): { readonly runtime: SettingsLayer; readonly repeats?: number } | null {
  if (!('version' in change)) return { runtime: merge(journal.runtime, change) };
  const runtime = runtimeAt(journal, change.version);
  return runtime && { runtime, repeats: change.version };
}

/** Merges as RFC 7396 does: a value replaces, null removes, and what the patch does not name stays. */
function merge(layer: SettingsLayer, patch: SettingsPatch): SettingsLayer {
  const values = SETTING_NAMES.map((name) => [name, patch[name] === undefined ? layer[name] : patch[name]] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== null && value !== undefined));
}
