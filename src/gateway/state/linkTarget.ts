import { readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isMissing } from './regularFile.js';

/**
 * Where a file really is: links are followed to their end, even if nothing is there yet. A deployment may link a file to a
 * volume, and a file that replaced the link would be lost with the container.
 * @throws Error for links that lead in a circle, or to what is no file (`/dev/null`) and must not be replaced.
 */
export function linkTarget(path: string): string {
  let target: string;
  try {
    target = realpathSync(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
    const next = readLink(path);
    return next === null ? path : linkTarget(resolve(dirname(path), next));
  }
  if (!statSync(target).isFile()) throw new Error('is not a regular file');
  return target;
}

function readLink(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
