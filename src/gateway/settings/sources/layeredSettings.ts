import { MAX_TIMER_MS } from '../../../protocol/options/optionRules.js';
import type { SettingName, SettingsLayer, SettingValues } from './settingValues.js';

/** The default timeout, in intervals. */
const TIMEOUT_INTERVALS = 3;
const DEFAULTS = {
  /** Below the 55–100 s after which common proxies cut an idle connection. */
  intervalMs: 25_000,
  admitPerSecond: 1_000,
  /** All: what a logger of the application leaves out, it leaves out by its own level. */
  logLevel: 'debug',
} as const;

/** From the strongest to the weakest. The defaults are below all of them. */
const SOURCES = ['runtime', 'environment', 'file', 'code'] as const;

/** A source of settings. */
export type LayerSource = (typeof SOURCES)[number];

/** What each source sets. */
export type Layers = Readonly<Record<LayerSource, SettingsLayer>>;

/** The settings that follow from the layers, and the source of each. */
export interface Resolved {
  readonly values: SettingValues;
  readonly sources: Readonly<Record<SettingName, LayerSource | 'default'>>;
}

/** Values that are valid one by one and contradict each other. The message names both, with their sources. */
export class SettingsContradiction extends Error {
  override readonly name = 'SettingsContradiction';
}

/** Lets the stronger layers hide the weaker ones. @throws SettingsContradiction */
export function resolveLayers(layers: Layers): Resolved {
  const intervalMs = pick(layers, 'intervalMs', DEFAULTS.intervalMs);
  const timeoutMs = pick(layers, 'timeoutMs', Math.min(TIMEOUT_INTERVALS * intervalMs.value, MAX_TIMER_MS));
  if (timeoutMs.value < intervalMs.value) {
    throw new SettingsContradiction(
      `timeoutMs (${timeoutMs.value}, from ${timeoutMs.source}) must not be shorter than intervalMs ` +
        `(${intervalMs.value}, from ${intervalMs.source}): no peer would have the time to answer. Set both together.`,
    );
  }
  const admitPerSecond = pick(layers, 'admitPerSecond', DEFAULTS.admitPerSecond);
  const logLevel = pick(layers, 'logLevel', DEFAULTS.logLevel);
  return {
    values: {
      intervalMs: intervalMs.value,
      timeoutMs: timeoutMs.value,
      admitPerSecond: admitPerSecond.value,
      logLevel: logLevel.value,
    },
    sources: {
      intervalMs: intervalMs.source,
      timeoutMs: timeoutMs.source,
      admitPerSecond: admitPerSecond.source,
      logLevel: logLevel.source,
    },
  };
}

function pick<Name extends SettingName>(layers: Layers, name: Name, byDefault: SettingValues[Name]) {
  for (const source of SOURCES) {
    const value: SettingValues[Name] | undefined = layers[source][name];
    if (value !== undefined) return { value, source };
  }
  return { value: byDefault, source: 'default' as const };
}
