import { closeSync, constants, fstatSync, openSync, readFileSync, statSync, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { HeartbeatOptionError } from '../../protocol/options/optionError.js';
import type { GatewayClock } from '../clock.js';
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
  /** It is there, and is no file that can be read. */
  | { readonly kind: 'unreadable'; readonly message: string }
  | { readonly kind: 'absent' };

/** The file and its content at the start. */
export interface ConfigFile {
  readonly path: string;
  readonly reading: FileReading;
  /** Tells this version of the file from any other; empty when there is none. */
  readonly version: string;
}

/**
 * Reads the file once. A file that the options name must be one that can be read; the default one may be absent.
 * @throws HeartbeatOptionError for a named file that cannot be read.
 */
export function readConfigFile(named: string | undefined): ConfigFile {
  const path = resolve(named ?? DEFAULT_CONFIG_FILE);
  // Before the content is read: a change in between is then found by the first poll.
  const version = versionOf(statIfThere(path));
  const reading = read(path);
  if (named !== undefined && (reading.kind === 'absent' || reading.kind === 'unreadable')) {
    throw new HeartbeatOptionError('configFile', 'a regular file that can be read', named);
  }
  return { path, reading, version };
}

/**
 * Reads the file again whenever it changes; returns the way to stop.
 *
 * It polls the file's status. Events of the file system lose the file when an editor or a deployment replaces it, and do
 * not come across network mounts, nor for the links by which Kubernetes swaps a ConfigMap. Node's own `watchFile` takes its
 * first look after the file was read, and never sees a change in between.
 */
export function watchConfigFile(
  { path, version }: ConfigFile,
  clock: GatewayClock,
  onReading: (reading: FileReading) => void,
): () => void {
  let lastVersion = version;
  let timer = schedule();
  let isStopped = false;

  function schedule(): unknown {
    return clock.setTimeout(() => void poll(), POLL_MS);
  }
  async function poll(): Promise<void> {
    const found = versionOf(await stat(path).catch(() => undefined));
    if (isStopped) return;
    if (found !== lastVersion) {
      lastVersion = found;
      onReading(read(path));
    }
    timer = schedule();
  }

  return () => {
    isStopped = true;
    clock.clearTimeout(timer);
  };
}

const versionOf = (stats: Stats | undefined): string =>
  stats === undefined ? '' : [stats.dev, stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs].join();

function statIfThere(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function read(path: string): FileReading {
  let text: string;
  try {
    text = readRegularFile(path);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isMissing ? { kind: 'absent' } : { kind: 'unreadable', message: `${path}: ${printableError(error)}` };
  }
  const parsed = parseSettingsFile(text.replace(/^\ufeff/, ''));
  return parsed.ok
    ? { kind: 'read', layer: parsed.value.heartbeat ?? {} }
    : { kind: 'rejected', message: `${path}: ${parsed.message}` };
}

/** Opened without blocking: opening a pipe waits for its other end, and the event loop with it. */
function readRegularFile(path: string): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!fstatSync(file).isFile()) throw new Error('is not a regular file');
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}
