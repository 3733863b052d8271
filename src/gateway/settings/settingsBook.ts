import type { SettingsView } from '../../admin/schemas/settings.js';
import type { HeartbeatTiming } from '../../protocol/frames.js';
import { resolveLayers, type Layers, type Resolved } from './sources/layeredSettings.js';
import type { Journal } from './settingsJournal.js';
import {
  pickWritten,
  SETTING_NAMES,
  timingOf,
  type SettingName,
  type SettingsLayer,
  type SettingValues,
  type WrittenValues,
} from './sources/settingValues.js';

/** What a peer follows, and is told. */
export interface PeerSettings {
  readonly timing: HeartbeatTiming;
  readonly version: number;
  /** An operator has set the timing at run time: it wins over a faster one of the client's application. */
  readonly administered: boolean;
}

/** What a change would do. */
export interface Preview {
  readonly resolved: Resolved;
  /** Whether anything changes at all: a value, or where it comes from. */
  readonly isChange: boolean;
  readonly from: WrittenValues;
  readonly to: WrittenValues;
}

/** The settings in force, with all that they follow from. */
export interface SettingsBook {
  readonly layers: Layers;
  readonly journal: Journal;
  readonly values: SettingValues;
  /** Read for every ping of every peer, so it is an object that only a change replaces. */
  readonly forPeers: PeerSettings;
  /** The part of `GET /settings` that only a change replaces. */
  readonly view: SettingsView;
  /** What would follow from other layers. Changes nothing. @throws SettingsContradiction */
  readonly preview: (layers: Partial<Layers>) => Preview;
  /** What would be so after a restart without the changes of operators. @throws SettingsContradiction */
  readonly withoutOperators: (layers: Partial<Layers>) => Resolved;
  /** Goes on with other layers, and with the journal that tells of them. @throws SettingsContradiction */
  readonly turnTo: (journal: Journal, layers?: Partial<Layers>) => void;
  /** Goes on with a journal that tells more of the same settings: nothing is judged, so nothing can contradict. */
  readonly record: (journal: Journal) => void;
  /** Takes note of layers that cannot be in force yet. The next change is judged with them. */
  readonly defer: (layers: Partial<Layers>) => void;
}

/** Opens the book. @throws SettingsContradiction when the layers contradict each other. */
export function createSettingsBook(given: Omit<Layers, 'runtime'>, first: Journal): SettingsBook {
  let journal = first;
  let layers: Layers = { ...given, runtime: first.runtime };
  let resolved = resolveLayers(layers);
  let view = toView(resolved, journal);
  let forPeers = toPeers(resolved, journal);
  return {
    get layers() {
      return layers;
    },
    get journal() {
      return journal;
    },
    get values() {
      return resolved.values;
    },
    get forPeers() {
      return forPeers;
    },
    get view() {
      return view;
    },
    preview(other) {
      const next = resolveLayers({ ...layers, ...other });
      const names = SETTING_NAMES.filter((name) => differs(name, resolved, next));
      return {
        resolved: next,
        isChange: names.length > 0,
        from: pickWritten(resolved.values, names),
        to: pickWritten(next.values, names),
      };
    },
    withoutOperators: (other) => resolveLayers({ ...layers, ...other, runtime: {} }),
    turnTo(next, other = {}) {
      const nextLayers = { ...layers, ...other, runtime: next.runtime };
      resolved = resolveLayers(nextLayers);
      layers = nextLayers;
      journal = next;
      view = toView(resolved, journal);
      forPeers = toPeers(resolved, journal);
    },
    record(next) {
      journal = next;
      view = toView(resolved, journal);
      forPeers = toPeers(resolved, journal);
    },
    defer(other) {
      layers = { ...layers, ...other };
    },
  };
}

const differs = (name: SettingName, a: Resolved, b: Resolved): boolean =>
  a.values[name] !== b.values[name] || a.sources[name] !== b.sources[name];

const isAdministered = ({ intervalMs, timeoutMs }: SettingsLayer): boolean =>
  intervalMs !== undefined || timeoutMs !== undefined;

const toPeers = (resolved: Resolved, { version, runtime }: Journal): PeerSettings =>
  peersAfter(resolved, runtime, version);

function toView({ values, sources }: Resolved, { version, runtime, marks }: Journal): SettingsView {
  const about = (name: SettingName) => {
    const mark = sources[name] === 'runtime' ? marks[name] : undefined;
    return { source: sources[name], ...(mark ? { version: mark.version, at: mark.at, by: mark.by } : {}) };
  };
  const { admitPerSecond } = values;
  return {
    version,
    administered: isAdministered(runtime),
    intervalMs: { value: values.intervalMs, ...about('intervalMs') },
    timeoutMs: { value: values.timeoutMs, ...about('timeoutMs') },
    admitPerSecond: { value: admitPerSecond === Infinity ? null : admitPerSecond, ...about('admitPerSecond') },
    logLevel: { value: values.logLevel, ...about('logLevel') },
  };
}

/** What peers would follow after a change that is only tried so far. */
export const peersAfter = ({ values }: Resolved, runtime: SettingsLayer, version: number): PeerSettings => ({
  timing: timingOf(values),
  version,
  administered: isAdministered(runtime),
});
