import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Makes a script of a TypeScript module, for a process of its own. It lies inside the repository, so that it finds its
 * packages.
 * @returns the path of the script
 */
export async function scriptOf(module: URL): Promise<string> {
  const entry = fileURLToPath(module);
  const outfile = fileURLToPath(new URL(`../../.cache/${basename(entry, '.ts')}.mjs`, import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
  return outfile;
}
