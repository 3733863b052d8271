import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A configuration file in a folder of its own. */
export interface TestConfigFile {
  readonly folder: string;
  readonly path: string;
  /** Replaces the file at once, as editors and deployments do. */
  readonly write: (text: string) => void;
}

/** Makes a configuration file, which is removed after the test. */
export function makeConfigFile(content: object): TestConfigFile {
  const folder = mkdtempSync(join(tmpdir(), 'heartbeat-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'heartbeat.config.json');
  const write = (text: string): void => {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  };
  write(JSON.stringify(content));
  return { folder, path, write };
}
