import { resolve } from 'node:path';
import { HeartbeatOptionError } from '../../../protocol/options/optionError.js';
import type { GatewayClock } from '../../clock.js';
import { fileVersion, watchFile } from '../../state/fileWatch.js';
import { isMissing, readRegularFile } from '../../state/regularFile.js';
import { printableError } from '../../telemetry/printable.js';
import { parseSettingsFile } from '../settingsDocument.js';
import type { SettingsLayer } from './settingValues.js';

/** The file that is read when the options name none, if it exists. */
const DEFAULT_CONFIG_FILE = 'heartbeat.config.json';
const MAX_BYTES = 1_048_576;

/** The result of reading the file. */
export type FileReading =
  | { readonly kind: 'read'; readonly layer: SettingsLayer }
  | { readonly kind: 'rejected'; readonly message: string }
  /** It is there, and is no file that can be read. */
  | { readonly kind: 'unreadable'; readonly message: string }
  | { readonly kind: 'absent' };

/** The file and its content at the start. */
export interface ConfigFile {
  readonly path: string;
  readonly reading: FileReading;
  readonly version: string;
}

/** Where the configuration file is. */
export const configFilePath = (named: string | undefined): string => resolve(named ?? DEFAULT_CONFIG_FILE);

/**
 * Reads the file once. A file that the options name must be one that can be read; the default one may be absent.
 * @throws HeartbeatOptionError for a named file that cannot be read.
 */
export function readConfigFile(named: string | undefined): ConfigFile {
  const path = configFilePath(named);
  const version = fileVersion(path);
  const reading = read(path);
  if (named !== undefined && (reading.kind === 'absent' || reading.kind === 'unreadable')) {
    throw new HeartbeatOptionError('configFile', 'a regular file that can be read', named);
  }
  return { path, reading, version };
}

/** Reads the file again whenever it changes; returns the way to stop. */
export const watchConfigFile = (
  { path, version }: ConfigFile,
  clock: GatewayClock,
  onReading: (reading: FileReading) => void,
): (() => void) => watchFile(path, version, clock, () => onReading(read(path)));

function read(path: string): FileReading {
  let text: string;
  try {
    text = readRegularFile(path, MAX_BYTES);
  } catch (error) {
    return isMissing(error) ? { kind: 'absent' } : { kind: 'unreadable', message: `${path} ${printableError(error)}` };
  }
  const parsed = parseSettingsFile(text);
  return parsed.ok
    ? { kind: 'read', layer: parsed.value.heartbeat ?? {} }
    : { kind: 'rejected', message: `${path}: ${parsed.message}` };
}
