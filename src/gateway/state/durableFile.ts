import { constants } from 'node:fs';
import { open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { linkTarget } from './linkTarget.js';

/** For the owner alone: it says who changed what, and from which address. */
const MODE = 0o600;

/**
 * Replaces a file such that at any instant, a power cut included, either the old text is there or the new one. Resolves when
 * the new one is on the disk. Only one may run at a time for a path. Of a link, the file that it leads to is replaced.
 * @throws Error of the file system; the old text is then still there.
 */
export async function replaceDurably(path: string, text: string): Promise<void> {
  const target = linkTarget(path);
  const temporary = `${target}.tmp`;
  try {
    // A link that lies there under the temporary name is not followed.
    const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants;
    const file = await open(temporary, O_WRONLY | O_CREAT | O_TRUNC | (O_NOFOLLOW ?? 0), MODE);
    try {
      // A file that a killed process has left there may have other rights.
      await file.chmod(MODE);
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(target));
}

/** The new name is on the disk when the folder is. Windows opens no folders, and writes names at once. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
