import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build, type BuildOptions } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageEntries } from './packageEntries.js';
import { repository } from './sourceFiles.js';

const run = promisify(execFile);
const probe = fileURLToPath(new URL('importProbe.mjs', import.meta.url));
/**
 * Imported before the watch begins: the app chose the peers, not we. Our dependencies are bundled and watched, but for
 * reconnecting-websocket, which draws one random number for a default delay that we never let it use.
 */
const UNWATCHED = ['react', 'react-dom', 'react/jsx-runtime', 'ws', 'prom-client', 'reconnecting-websocket'];

let dir: string;
beforeAll(() => {
  const cache = join(repository, '.cache');
  mkdirSync(cache, { recursive: true });
  dir = mkdtempSync(join(cache, 'module-scope-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const bundle = (options: BuildOptions) =>
  build({ bundle: true, format: 'esm', platform: 'node', jsx: 'automatic', logLevel: 'silent', ...options });

/** What happens when a fresh process imports the module. */
async function touchedBy(source: string): Promise<unknown> {
  const file = join(dir, `${source.replaceAll(/\W/g, '-')}.mjs`);
  await bundle({
    entryPoints: [source],
    outfile: file,
    external: UNWATCHED,
    define: { 'import.meta.hot': 'undefined' },
  });
  const { stdout } = await run(process.execPath, [probe, file, ...UNWATCHED], { cwd: repository });
  return JSON.parse(stdout);
}

/** The packages and built-in modules that a module reaches, through whatever files of ours. */
async function packagesReachedBy(source: string): Promise<string[]> {
  const { metafile } = await bundle({ entryPoints: [source], packages: 'external', metafile: true, write: false });
  const outputs = Object.values(metafile?.outputs ?? {});
  return [...new Set(outputs.flatMap(({ imports }) => imports.map(({ path }) => path)))];
}

const isServerOnly = (name: string): boolean =>
  name.startsWith('node:') || builtinModules.includes(name) || /^(?:ws|prom-client|ioredis)(?:\/|$)/.test(name);

const entries = packageEntries();

describe('importing an entry', () => {
  it.each(entries)('$name does nothing', { timeout: 30_000 }, async ({ source }) => {
    expect(await touchedBy(source)).toEqual([]);
  });

  it.each(entries.filter(({ isForBrowsers }) => isForBrowsers))(
    '$name reaches nothing that only a server has',
    { timeout: 30_000 },
    async ({ source }) => {
      expect((await packagesReachedBy(source)).filter(isServerOnly)).toEqual([]);
    },
  );
});

describe('the guard itself', () => {
  it('sees timers, chance, time, logs and the page', { timeout: 30_000 }, async () => {
    const source = join(dir, 'busy.ts');
    writeFileSync(
      source,
      "setTimeout(() => {}, 1); Math.random(); Date.now(); console.log('hi'); void document.title; typeof window;",
    );
    expect(await touchedBy(source)).toEqual([
      'setTimeout()',
      'Math.random()',
      'Date.now()',
      'console.log()',
      'document.title',
    ]);
  });

  it('sees a server package through another file', async () => {
    writeFileSync(join(dir, 'below.ts'), "export { WebSocket } from 'ws'; export * as fs from 'fs';");
    writeFileSync(join(dir, 'above.ts'), "export * from './below.js';");
    expect((await packagesReachedBy(join(dir, 'above.ts'))).filter(isServerOnly).toSorted()).toEqual(['fs', 'ws']);
  });
});
