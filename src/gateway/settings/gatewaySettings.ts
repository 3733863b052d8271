import { HeartbeatOptionError } from '../../protocol/optionError.js';
import { readConfigFile, watchConfigFile, type FileReading } from './configFile.js';
import { readTiming, type Environment } from './environment.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import { Settings, SettingsContradiction, type LayerSource } from './layeredSettings.js';
import type { SettingsPatchBody } from './settingsDocument.js';
import type { TimingLayer } from './optionRules.js';

/** The settings of a gateway, fed by code, file, environment and operator. */
export interface GatewaySettings {
  readonly current: Settings;
  /** An operator's change; a message says why it makes no sense, and then nothing has changed. */
  patch(patch: SettingsPatchBody, remote: string): string | null;
  /** Stops watching the file. */
  close(): void;
}

/** Where the settings come from, and who hears of a change. */
export interface SettingsSources {
  readonly code: TimingLayer;
  readonly env: Environment;
  readonly configFile: string | false | undefined;
  readonly recorder: EventRecorder;
  readonly onChange: () => void;
}

/** @throws HeartbeatOptionError when what is configured cannot be meant. */
export function createGatewaySettings(sources: SettingsSources): GatewaySettings {
  const { code, env, configFile, recorder, onChange } = sources;
  const environment = readTiming(env);
  const file = configFile === false ? null : readConfigFile(configFile);
  /** Who asks for the change being made. */
  let asker: { readonly by?: string; readonly remote?: string } = {};

  const start = (fileLayer: TimingLayer): Settings =>
    new Settings({ code, environment, file: fileLayer }, (change) => {
      const { by, remote } = asker;
      recorder.record(
        'settings.changed',
        by === undefined ? change : { ...change, by },
        remote === undefined ? {} : { remote },
      );
      onChange();
    });

  const reject = (source: LayerSource, message: string, remote?: string): void =>
    recorder.record('settings.rejected', { source, message }, remote === undefined ? {} : { remote });

  const current = startWith(start, file, (message) => reject('file', message));

  const replace = (source: LayerSource, layer: TimingLayer, remote?: string): string | null => {
    try {
      current.replace(source, layer);
      return null;
    } catch (error) {
      if (!(error instanceof SettingsContradiction)) throw error;
      reject(source, error.message, remote);
      return error.message;
    }
  };

  const onReading = (reading: FileReading): void => {
    if (reading.kind === 'read') replace('file', reading.layer);
    else if (reading.kind === 'rejected') reject('file', reading.message);
    else reject('file', `${file?.path} is gone; its last settings stay in force`);
  };
  const unwatch = file ? watchConfigFile(file.path, onReading) : () => {};

  return {
    current,
    patch(patch, remote) {
      asker = { by: 'operator', remote };
      try {
        return replace('runtime', merge(current.layer('runtime'), patch), remote);
      } finally {
        asker = {};
      }
    },
    close: unwatch,
  };
}

/** A file that is wrong at the start has no last good content: it is reported, and the gateway starts without it. */
function startWith(
  start: (layer: TimingLayer) => Settings,
  file: FileReading | null,
  reject: (message: string) => void,
): Settings {
  if (file?.kind === 'rejected') reportLater(file.message, reject);
  try {
    return start(file?.kind === 'read' ? file.layer : {});
  } catch (error) {
    if (!(error instanceof SettingsContradiction)) throw error;
    throw new HeartbeatOptionError('heartbeat', `consistent: ${error.message}`, 'a contradiction');
  }
}

/** After the caller has had the time to subscribe. */
const reportLater = (message: string, reject: (message: string) => void): void => queueMicrotask(() => reject(message));

/** As RFC 7396 merges: a value replaces, null takes away, what is not named stays. */
function merge(layer: TimingLayer, patch: SettingsPatchBody): TimingLayer {
  const of = (key: keyof TimingLayer): number | undefined => (key in patch ? (patch[key] ?? undefined) : layer[key]);
  return { intervalMs: of('intervalMs'), timeoutMs: of('timeoutMs') };
}
