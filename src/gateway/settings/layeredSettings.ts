import type { HeartbeatTiming } from '../../protocol/frames.js';
import { MAX_TIMER_MS } from '../../protocol/options/optionRules.js';
import type { SettingsView, SettingValue } from '../views.js';

/** Below the 55–100 s after which common proxies cut an idle connection. */
const DEFAULT_INTERVAL_MS = 25_000;
/** The default timeout, in intervals. */
const TIMEOUT_INTERVALS = 3;

/** Part of a timing: the values that one source sets. */
export type TimingLayer = { readonly [Key in keyof HeartbeatTiming]?: number | undefined };

/** From the strongest to the weakest. The defaults are below all of them. */
const SOURCES = ['runtime', 'environment', 'file', 'code'] as const;

/** A source of settings. */
export type LayerSource = (typeof SOURCES)[number];

/** A change of the timing in force. */
export interface SettingsChange {
  readonly from: HeartbeatTiming;
  readonly to: HeartbeatTiming;
  readonly source: LayerSource;
  readonly version: number;
}

/** Values that are valid one by one and contradict each other. The message names both, with their sources. */
export class SettingsContradiction extends Error {
  override readonly name = 'SettingsContradiction';
}

type Layers = Readonly<Record<LayerSource, TimingLayer>>;

/** The settings in force, from layers of which the stronger hides the weaker. */
export interface LayeredSettings {
  readonly view: SettingsView;
  /** Read for every ping of every peer, so it is an object that only a change replaces. */
  readonly timing: HeartbeatTiming;
  readonly layer: (source: LayerSource) => TimingLayer;
  /**
   * Replaces the layer of a source. Returns the change, or null when the settings in force stay the same.
   * @throws SettingsContradiction and changes nothing in force. A layer that contradicts only the operator's change is kept
   * until that one is withdrawn: then what applies is what applies after a restart.
   */
  readonly replace: (source: LayerSource, layer: TimingLayer) => SettingsChange | null;
}

/** @throws SettingsContradiction when the layers contradict each other. */
export function createLayeredSettings(given: Omit<Layers, 'runtime'>): LayeredSettings {
  let layers: Layers = { ...given, runtime: {} };
  let view: SettingsView = { version: 1, ...resolve(layers) };
  let timing = timingOf(view);
  return {
    get view() {
      return view;
    },
    get timing() {
      return timing;
    },
    layer: (source) => layers[source],
    replace(source, layer) {
      const next = { ...layers, [source]: layer };
      if (source !== 'runtime') {
        resolve({ ...next, runtime: {} });
        layers = next;
      }
      const resolved = resolve(next);
      const { version, ...before } = view;
      layers = next;
      if (JSON.stringify(resolved) === JSON.stringify(before)) return null;
      const from = timing;
      view = { version: version + 1, ...resolved };
      timing = timingOf(view);
      return { from, to: timing, source, version: view.version };
    },
  };
}

const timingOf = ({ intervalMs, timeoutMs }: SettingsView): HeartbeatTiming => ({
  intervalMs: intervalMs.value,
  timeoutMs: timeoutMs.value,
});

function resolve(layers: Layers): Omit<SettingsView, 'version'> {
  const intervalMs = pick(layers, 'intervalMs', DEFAULT_INTERVAL_MS);
  const timeoutMs = pick(layers, 'timeoutMs', Math.min(TIMEOUT_INTERVALS * intervalMs.value, MAX_TIMER_MS));
  if (timeoutMs.value >= intervalMs.value) return { intervalMs, timeoutMs };
  throw new SettingsContradiction(
    `timeoutMs (${timeoutMs.value}, from ${timeoutMs.source}) must not be shorter than intervalMs ` +
      `(${intervalMs.value}, from ${intervalMs.source}): no peer would have the time to answer. Set both together.`,
  );
}

function pick(layers: Layers, key: keyof HeartbeatTiming, byDefault: number): SettingValue {
  for (const source of SOURCES) {
    const value = layers[source][key];
    if (value !== undefined) return { value, source };
  }
  return { value: byDefault, source: 'default' };
}
