import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const repository = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Builds the modules and stylesheets of the package into a folder, as `npm run build` does, so that a test neither needs a
 * `dist/` nor changes the one that is there. In a process of its own: Vite builds for tests where it finds itself in one.
 */
export async function buildModules(folder: string): Promise<void> {
  const { NODE_ENV: _, VITEST: __, ...env } = process.env;
  const vite = join(repository, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'];
  await promisify(execFile)(process.execPath, args, { cwd: repository, env });
}
