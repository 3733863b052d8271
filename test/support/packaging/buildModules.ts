import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const repository = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Builds the modules, stylesheets and the operators' page of the package into a folder, as `npm run build` does, so that a
 * test neither needs a `dist/` nor changes the one that is there. In processes of their own: Vite builds for tests where it
 * finds itself in one.
 */
export async function buildModules(folder: string): Promise<void> {
  const { NODE_ENV: _, VITEST: __, ...env } = process.env;
  const vite = join(repository, 'node_modules/vite/bin/vite.js');
  const build = (...args: string[]) =>
    promisify(execFile)(process.execPath, [vite, 'build', ...args, '--logLevel', 'error'], { cwd: repository, env });
  await build('--outDir', folder, '--emptyOutDir');
  await build('--config', join(repository, 'page/vite.config.ts'), '--outDir', join(folder, 'page'));
}

/** Writes the declarations beside them. */
export async function buildTypes(folder: string): Promise<void> {
  const tsc = join(repository, 'node_modules/typescript/bin/tsc');
  const args = [tsc, '-p', join(repository, 'tsconfig.build.json'), '--outDir', folder];
  await promisify(execFile)(process.execPath, args, { cwd: repository });
}
