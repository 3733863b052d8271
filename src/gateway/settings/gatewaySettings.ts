import { HeartbeatOptionError } from '../../protocol/options/optionError.js';
import type { GatewayClock } from '../clock.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import type { SettingsPatch } from '../views.js';
import { readConfigFile, watchConfigFile, type ConfigFile, type FileReading } from './configFile.js';
import { readTiming, type EnvironmentVariables } from './environment.js';
import {
  createLayeredSettings,
  SettingsContradiction,
  type LayeredSettings,
  type LayerSource,
  type TimingLayer,
} from './layeredSettings.js';

/** Where settings come from at the start. */
export interface SettingsSources {
  readonly code: TimingLayer;
  readonly env: EnvironmentVariables;
  readonly configFile: string | false | undefined;
}

/** The settings of a gateway as they are at the start. */
export interface ResolvedSettings {
  readonly current: LayeredSettings;
  /** Null when no file is to be read. */
  readonly file: ConfigFile | null;
}

/** Who makes a change, and from where. */
export interface Operator {
  readonly remote: string;
  readonly subject: string;
}

/** Changes of the settings while the gateway runs, by the file and by operators. */
export interface SettingsUpdates {
  /** Applies an operator's change. Returns null, or why the change makes no sense; then nothing has changed. */
  readonly patch: (patch: SettingsPatch, operator: Operator) => string | null;
  /** Stops watching the file. */
  readonly close: () => void;
}

/** Reads all sources once. @throws HeartbeatOptionError for values that are invalid, or that contradict each other. */
export function resolveSettings({ code, env, configFile }: SettingsSources): ResolvedSettings {
  const environment = readTiming(env);
  const file = configFile === false ? null : readConfigFile(configFile);
  try {
    const fileLayer = file?.reading.kind === 'read' ? file.reading.layer : {};
    return { file, current: createLayeredSettings({ code, environment, file: fileLayer }) };
  } catch (error) {
    if (!(error instanceof SettingsContradiction)) throw error;
    throw new HeartbeatOptionError('heartbeat', `consistent: ${error.message}`, 'a contradiction');
  }
}

/** Follows the file from now on, and takes the changes of operators. */
export function followSettings(
  { current, file }: ResolvedSettings,
  clock: GatewayClock,
  recorder: EventRecorder,
  onChange: () => void,
): SettingsUpdates {
  const reject = (source: LayerSource, message: string, remote?: string): string => {
    recorder.record('settings.rejected', { source, message }, remote === undefined ? {} : { remote });
    return message;
  };

  const replace = (source: LayerSource, layer: TimingLayer, operator?: Operator): string | null => {
    try {
      const change = current.replace(source, layer);
      if (change === null) return null;
      const { remote, subject: by } = operator ?? {};
      recorder.record(
        'settings.changed',
        by === undefined ? change : { ...change, by },
        remote === undefined ? {} : { remote },
      );
      onChange();
      return null;
    } catch (error) {
      if (!(error instanceof SettingsContradiction)) throw error;
      return reject(source, error.message, operator?.remote);
    }
  };

  const onReading = (reading: FileReading): void => {
    if (reading.kind === 'read') replace('file', reading.layer);
    else if (reading.kind === 'absent') reject('file', `${file?.path} is gone; its last settings stay in force`);
    else reject('file', reading.message);
  };

  const rejected = file && 'message' in file.reading ? file.reading.message : null;
  // A file that is wrong at the start has no last valid content, so the gateway starts without it. It is reported after
  // the caller has had the time to subscribe.
  if (rejected !== null) queueMicrotask(() => reject('file', rejected));
  return {
    patch: (patch, operator) => replace('runtime', merge(current.layer('runtime'), patch), operator),
    close: file ? watchConfigFile(file, clock, onReading) : () => {},
  };
}

/** Merges as RFC 7396 does: a value replaces, null removes, and what the patch does not name stays. */
function merge(layer: TimingLayer, patch: SettingsPatch): TimingLayer {
  const of = (key: keyof TimingLayer): number | undefined => (key in patch ? (patch[key] ?? undefined) : layer[key]);
  return { intervalMs: of('intervalMs'), timeoutMs: of('timeoutMs') };
}
