import { statSync, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { GatewayClock } from '../clock.js';

const POLL_MS = 500;

/** Tells a version of a file from any other; empty when there is none. Taken before the file is read. */
export function fileVersion(path: string): string {
  try {
    return versionOf(statSync(path));
  } catch {
    return '';
  }
}

/**
 * Calls back whenever a file has another version than the given one, and again for each change; returns the way to stop.
 *
 * It polls the file's status. Events of the file system lose the file when an editor or a deployment replaces it, and do
 * not come across network mounts, nor for the links by which Kubernetes swaps a ConfigMap. Node's own `watchFile` takes its
 * first look after the file was read, and never sees a change in between.
 */
export function watchFile(path: string, version: string, clock: GatewayClock, onChange: () => void): () => void {
  let lastVersion = version;
  let timer = schedule();
  let isStopped = false;

  function schedule(): unknown {
    return clock.setTimeout(() => void poll(), POLL_MS);
  }
  async function poll(): Promise<void> {
    const found = await stat(path).then(versionOf, () => '');
    if (isStopped) return;
    if (found !== lastVersion) {
      lastVersion = found;
      onChange();
    }
    timer = schedule();
  }

  return () => {
    isStopped = true;
    clock.clearTimeout(timer);
  };
}

const versionOf = ({ dev, ino, size, mtimeMs, ctimeMs }: Stats): string => [dev, ino, size, mtimeMs, ctimeMs].join();
