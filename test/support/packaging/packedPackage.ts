import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildTypes, builtModules } from './buildModules.js';

const run = promisify(execFile);
export const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** What the tests read of `package.json`. */
export interface Manifest {
  readonly files: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** An app outside the repository that has the package as npm would install it. */
export interface PackedPackage {
  /** The app's folder. */
  readonly app: string;
  /** The package, unpacked. */
  readonly folder: string;
  readonly manifest: Manifest;
  remove(): void;
}

/**
 * Builds and packs the package, and unpacks the tarball into the `node_modules` of an app. Of other packages the app has
 * the dependencies that the manifest names, and no more: linked, not installed, so that no registry is asked.
 *
 * @param withTypes with its declarations, which take a compiler several seconds
 */
export async function packPackage({ withTypes = false } = {}): Promise<PackedPackage> {
  const app = mkdtempSync(join(tmpdir(), 'heartbeat-socket-app-'));
  const staging = join(app, 'staging');
  const modules = join(app, 'node_modules');
  const folder = join(modules, 'heartbeat-socket');
  const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as Manifest;
  mkdirSync(staging);
  mkdirSync(modules);

  cpSync(await builtModules(), join(staging, 'dist'), { recursive: true });
  if (withTypes) await buildTypes(join(staging, 'dist'));
  for (const name of ['package.json', 'README.md', 'LICENSE', ...manifest.files].filter((file) => file !== 'dist')) {
    cpSync(join(repository, name), join(staging, name), { recursive: true });
  }
  await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', app], { cwd: staging });
  const { version } = manifest as { version?: string };
  await run('tar', ['-xzf', `heartbeat-socket-${version}.tgz`], { cwd: app });
  renameSync(join(app, 'package'), folder);
  rmSync(staging, { recursive: true });

  for (const name of Object.keys(manifest.dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(repository, 'node_modules', name), join(modules, name), 'junction');
  }
  return { app, folder, manifest, remove: () => rmSync(app, { recursive: true, force: true }) };
}
