import { readFileSync, unwatchFile, watchFile, type Stats } from 'node:fs';
import { resolve } from 'node:path';
import { HeartbeatOptionError } from '../../protocol/optionError.js';
import { printableError } from '../telemetry/printable.js';
import type { TimingLayer } from './layeredSettings.js';
import { parseSettingsFile } from './settingsDocument.js';

/** The file that is read when the options name none, if it exists. */
const DEFAULT_CONFIG_FILE = 'heartbeat.config.json';

const POLL_MS = 500;

/** The result of reading the file. */
export type FileReading =
  | { readonly kind: 'read'; readonly layer: TimingLayer }
  | { readonly kind: 'rejected'; readonly message: string }
  | { readonly kind: 'absent' };

/** The file and its content at the start. */
export interface ConfigFile {
  readonly path: string;
  readonly reading: FileReading;
}

/**
 * Reads the file once. A file that the options name must exist; the default one may be absent.
 * @throws HeartbeatOptionError for a named file that does not exist.
 */
export function readConfigFile(named: string | undefined): ConfigFile {
  const path = resolve(named ?? DEFAULT_CONFIG_FILE);
  const reading = read(path);
  if (reading.kind === 'absent' && named !== undefined) {
    throw new HeartbeatOptionError('configFile', 'a file that can be read', named);
  }
  return { path, reading };
}

/**
 * Reads the file again whenever it changes; returns the way to stop.
 *
 * It polls the file's status. Events of the file system lose the file when an editor or a deployment replaces it, and do
 * not come across network mounts, nor for the links by which Kubernetes swaps a ConfigMap.
 */
export function watchConfigFile(path: string, onReading: (reading: FileReading) => void): () => void {
  const listener = (now: Stats, before: Stats): void => {
    // Node also calls once for a file that does not exist at the start.
    if (now.ino !== 0 || before.ino !== 0) onReading(read(path));
  };
  watchFile(path, { interval: POLL_MS, persistent: false }, listener);
  return () => unwatchFile(path, listener);
}

function read(path: string): FileReading {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isMissing ? { kind: 'absent' } : { kind: 'rejected', message: `${path}: ${printableError(error)}` };
  }
  const parsed = parseSettingsFile(text.replace(/^\ufeff/, ''));
  return parsed.ok
    ? { kind: 'read', layer: parsed.value.heartbeat ?? {} }
    : { kind: 'rejected', message: `${path}: ${parsed.message}` };
}
