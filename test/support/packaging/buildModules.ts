import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
/** Below the repository, so that the built modules find the packages they import. */
const builds = join(repository, '.cache/builds');
/** All that a build is made from. */
const SOURCES = ['package-lock.json', 'package.json', 'page', 'registry', 'scripts', 'src', 'vite.config.ts'];
const DAY_MS = 86_400_000;

/**
 * The folder of a finished build: modules, stylesheets, shadcn's items, the operators' page and the command line of the
 * package, as `npm run build` makes them, so that a test neither needs a `dist/` nor changes the one that is there. It is
 * built by the first file that asks, and again when a source has changed: read it, and write nothing there.
 */
export async function builtModules(): Promise<string> {
  const folder = join(builds, hashOf(SOURCES));
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(builds, { recursive: true });
  await buildModules(unfinished);
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    // Two files may ask at once: then the first to finish has built for both.
    if (!existsSync(folder)) throw error;
    rmSync(unfinished, { recursive: true, force: true });
  }
  for (const name of readdirSync(builds)) {
    const old = join(builds, name);
    if (Date.now() - (statSync(old, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > DAY_MS)
      rmSync(old, { recursive: true, force: true });
  }
  return folder;
}

function hashOf(sources: readonly string[]): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = join(repository, source);
    const names = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, encoding: 'utf8' }).toSorted()
      : [''];
    for (const name of names) {
      const file = join(path, name);
      if (statSync(file).isFile()) hash.update(`${source}/${name}\n`).update(readFileSync(file));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/** In processes of their own: Vite builds for tests where it finds itself in one. */
async function buildModules(folder: string): Promise<void> {
  const { NODE_ENV: _, VITEST: __, ...env } = process.env;
  const vite = join(repository, 'node_modules/vite/bin/vite.js');
  const build = (...args: string[]) =>
    promisify(execFile)(process.execPath, [vite, 'build', ...args, '--logLevel', 'error'], { cwd: repository, env });
  await build('--outDir', folder, '--emptyOutDir');
  await build('--config', join(repository, 'page/vite.config.ts'), '--outDir', join(folder, 'page'));
  await build('--config', join(repository, 'scripts/cli.vite.config.ts'), '--outDir', join(folder, 'cli'));
  await promisify(execFile)(process.execPath, [join(repository, 'scripts/build-registry.mjs'), folder]);
}

/** Writes the declarations beside a copy of them. */
export async function buildTypes(folder: string): Promise<void> {
  const tsc = join(repository, 'node_modules/typescript/bin/tsc');
  const args = [tsc, '-p', join(repository, 'tsconfig.build.json'), '--outDir', folder];
  await promisify(execFile)(process.execPath, args, { cwd: repository });
}
