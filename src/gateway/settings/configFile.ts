import { readFileSync, unwatchFile, watchFile, type Stats } from 'node:fs';
import { resolve } from 'node:path';
import { HeartbeatOptionError } from '../../protocol/optionError.js';
import { messageOf } from '../telemetry/printable.js';
import { parseSettingsFile } from './settingsDocument.js';
import type { TimingLayer } from './optionRules.js';

/** Read when no file is named, if it is there. */
const DEFAULT_CONFIG_FILE = 'heartbeat.config.json';

const POLL_MS = 500;

/** What became of reading the file. */
export type FileReading =
  | { readonly kind: 'read'; readonly layer: TimingLayer }
  | { readonly kind: 'rejected'; readonly message: string }
  | { readonly kind: 'absent' };

/**
 * Reads the file once. A file that was named must be there; the default one may be absent.
 * @throws HeartbeatOptionError when a named file cannot be read.
 */
export function readConfigFile(named: string | undefined): FileReading & { readonly path: string } {
  const path = resolve(named ?? DEFAULT_CONFIG_FILE);
  const reading = read(path);
  if (reading.kind === 'absent' && named !== undefined) {
    throw new HeartbeatOptionError('configFile', 'a file that can be read', named);
  }
  return { ...reading, path };
}

/**
 * Reads the file anew whenever it changes; returns the way to stop.
 *
 * It polls the file's status: events of the file system lose the file when an editor or a deployment replaces it, and
 * do not cross network mounts, nor the links by which Kubernetes swaps a ConfigMap.
 */
export function watchConfigFile(path: string, onReading: (reading: FileReading) => void): () => void {
  const listener = (now: Stats, before: Stats): void => {
    // Node calls once for a file that was not there to begin with.
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
    return isMissing ? { kind: 'absent' } : { kind: 'rejected', message: `${path}: ${messageOf(error)}` };
  }
  const parsed = parseSettingsFile(text.replace(/^\ufeff/, ''));
  return parsed.ok
    ? { kind: 'read', layer: parsed.value.heartbeat ?? {} }
    : { kind: 'rejected', message: `${path}: ${parsed.message}` };
}
