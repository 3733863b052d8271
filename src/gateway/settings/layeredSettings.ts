import type { SettingsView } from '../views.js';
import type { HeartbeatTiming } from '../../protocol/frames.js';
import { MAX_TIMER_MS } from '../../protocol/optionRules.js';
import { DEFAULT_INTERVAL_MS, TIMEOUT_INTERVALS, type TimingLayer } from './optionRules.js';

/** From the strongest to the weakest; below all of them are the defaults. */
const SOURCES = ['runtime', 'environment', 'file', 'code'] as const;

/** Who can set a setting. */
export type LayerSource = (typeof SOURCES)[number];

/** A change of what is in force. */
export interface SettingsChange {
  readonly from: HeartbeatTiming;
  readonly to: HeartbeatTiming;
  readonly source: LayerSource;
  readonly version: number;
}

/** Values that are each fine, and together make no sense. The message names both, with who set them. */
export class SettingsContradiction extends Error {
  override readonly name = 'SettingsContradiction';
}

type Layers = Readonly<Record<LayerSource, TimingLayer>>;

/** The settings in force, from layers of which the stronger hides the weaker. */
export class Settings {
  #layers: Layers;
  #view: SettingsView;
  #timing: HeartbeatTiming;
  readonly #onChange: (change: SettingsChange) => void;

  /** @throws SettingsContradiction when the layers together make no sense. */
  constructor(layers: Omit<Layers, 'runtime'>, onChange: (change: SettingsChange) => void) {
    this.#layers = { ...layers, runtime: {} };
    this.#view = { version: 1, ...resolve(this.#layers) };
    this.#timing = timingOf(this.#view);
    this.#onChange = onChange;
  }

  get view(): SettingsView {
    return this.#view;
  }

  /** Asked at every beat of every peer, so it is made once a change. */
  get timing(): HeartbeatTiming {
    return this.#timing;
  }

  layer(source: LayerSource): TimingLayer {
    return this.#layers[source];
  }

  /**
   * Puts a layer in place of the source's last one. What is in force changes at once, or not at all.
   * @throws SettingsContradiction and changes nothing.
   */
  replace(source: LayerSource, layer: TimingLayer): void {
    const layers = { ...this.#layers, [source]: layer };
    const resolved = resolve(layers);
    const { version, ...before } = this.#view;
    this.#layers = layers;
    if (JSON.stringify(resolved) === JSON.stringify(before)) return;
    const from = this.#timing;
    this.#view = { version: version + 1, ...resolved };
    this.#timing = timingOf(this.#view);
    this.#onChange({ from, to: this.#timing, source, version: version + 1 });
  }
}

const timingOf = ({ intervalMs, timeoutMs }: SettingsView): HeartbeatTiming => ({
  intervalMs: intervalMs.value,
  timeoutMs: timeoutMs.value,
});

function resolve(layers: Layers): Omit<SettingsView, 'version'> {
  const intervalMs = pick(layers, 'intervalMs') ?? ({ value: DEFAULT_INTERVAL_MS, source: 'default' } as const);
  const timeoutMs = pick(layers, 'timeoutMs') ?? {
    value: Math.min(TIMEOUT_INTERVALS * intervalMs.value, MAX_TIMER_MS),
    source: 'default' as const,
  };
  if (timeoutMs.value >= intervalMs.value) return { intervalMs, timeoutMs };
  throw new SettingsContradiction(
    `timeoutMs (${timeoutMs.value}, from ${timeoutMs.source}) must not be shorter than intervalMs ` +
      `(${intervalMs.value}, from ${intervalMs.source}): nobody would have the time to answer. Set both together.`,
  );
}

function pick(layers: Layers, key: keyof HeartbeatTiming): { value: number; source: LayerSource } | undefined {
  for (const source of SOURCES) {
    const value = layers[source][key];
    if (value !== undefined) return { value, source };
  }
  return undefined;
}
