import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './sourceFiles.js';

/** One way into the package. */
export interface PackageEntry {
  /** As in `exports`: `'.'`, `'./core'`. */
  readonly name: string;
  /** Its source, absolute. */
  readonly source: string;
  /** Runs in a browser, and must reach nothing that does not. */
  readonly isForBrowsers: boolean;
}

const NODE_ENTRIES = ['./gateway', './cluster'];

/** The entries with code that package.json names and whose source is there. */
export function packageEntries(): PackageEntry[] {
  const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { default: string }>;
  };
  return Object.entries(manifest.exports).flatMap(([name, target]) => {
    const built = typeof target === 'string' ? target : target.default;
    if (!built.endsWith('.js')) return [];
    const source = join(repository, built.replace('./dist/', 'src/').replace(/\.js$/, '.ts'));
    return existsSync(source) ? [{ name, source, isForBrowsers: !NODE_ENTRIES.includes(name) }] : [];
  });
}
