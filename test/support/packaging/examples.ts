import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packPackage, repository } from './packedPackage.js';

const run = promisify(execFile);
const LOCKED = join(repository, 'test/packaging/examples');
const FOLDER = join(repository, '.cache/examples');

const versionsIn = (folder: string): Readonly<Record<string, string>> => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
  };
  return { ...dependencies, ...devDependencies };
};

/** The names of the examples. */
export const exampleNames = (): readonly string[] =>
  readdirSync(join(repository, 'examples'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** What an example names that is not installed in that version: of the package itself, what does not take our version. */
export function unpinned(example: string): string[] {
  const installed = versionsIn(LOCKED);
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string };
  return Object.entries(versionsIn(join(repository, 'examples', example)))
    .filter(([name, wanted]) => wanted !== (name === 'heartbeat-socket' ? `^${version}` : installed[name]))
    .map(([name, wanted]) => `${name} ${wanted}`);
}

/**
 * Copies the examples to a folder of their own, below which npm has installed what they name, by a lock, and the package as
 * npm packs it. What the lock says is installed once and kept.
 */
export async function installExamples(): Promise<string> {
  const packed = await packPackage({ withTypes: true });
  try {
    const lock = readFileSync(join(LOCKED, 'package-lock.json'), 'utf8');
    const kept = join(FOLDER, 'installed-lock.json');
    if (!existsSync(kept) || readFileSync(kept, 'utf8') !== lock) {
      rmSync(FOLDER, { recursive: true, force: true });
      mkdirSync(FOLDER, { recursive: true });
      cpSync(LOCKED, FOLDER, { recursive: true, filter: (path) => !path.includes('node_modules') });
      await npm('ci', '--ignore-scripts');
      writeFileSync(kept, lock);
    }
    for (const example of exampleNames()) {
      const folder = join(FOLDER, example);
      rmSync(folder, { recursive: true, force: true });
      cpSync(join(repository, 'examples', example), folder, {
        recursive: true,
        filter: (path) => !path.includes('node_modules'),
      });
    }
    const folder = join(FOLDER, 'node_modules/heartbeat-socket');
    rmSync(folder, { recursive: true, force: true });
    cpSync(packed.folder, folder, { recursive: true });
  } finally {
    packed.remove();
  }
  return FOLDER;
}

const npm = (...args: readonly string[]): Promise<unknown> =>
  run('npm', [...args, '--no-audit', '--no-fund', '--prefer-offline'], { cwd: FOLDER });

/** Runs a program that was installed for the examples, such as `next/dist/bin/next`; what it said, if it failed. */
export async function runInstalled(example: string, program: string, ...args: readonly string[]): Promise<string> {
  const { NODE_ENV: _, VITEST: __, NODE_OPTIONS: ___, ...env } = process.env;
  return run(process.execPath, [join(FOLDER, 'node_modules', program), ...args], {
    cwd: join(FOLDER, example),
    env: { ...env, NEXT_TELEMETRY_DISABLED: '1' },
  }).then(
    () => '',
    ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
  );
}
