import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

const kept = fileURLToPath(new URL('../../visual/pictures', import.meta.url));
const failed = fileURLToPath(new URL('../../../.cache/pictures', import.meta.url));
const isUpdate = process.env['UPDATE_PICTURES'] === '1';

/**
 * Pixels that may differ, in all and as a share: room for another version of the browser to round an edge, not for anything
 * a person would see, such as another colour of one line of text.
 */
const TOLERANCE = { pixels: 12, share: 0.0004 };

/** Compares with the kept picture; null when they look the same, else what is wrong. Keeps the new one when asked to. */
export function compare(look: string, id: string, taken: Buffer): string | null {
  const name = `${look}/${id}.png`;
  const file = join(kept, name);
  if (isUpdate) {
    if (!existsSync(file) || !readFileSync(file).equals(taken)) write(file, taken);
    return null;
  }
  if (!existsSync(file)) {
    write(join(failed, name), taken);
    return `${name}: there is no picture of it yet. Look at .cache/pictures/${name}, then run with UPDATE_PICTURES=1.`;
  }
  const { reason, picture } = difference(readFileSync(file), taken);
  if (!reason) return null;
  write(join(failed, name), taken);
  if (picture) write(join(failed, name.replace('.png', '.diff.png')), picture);
  return `${name}: ${reason}. Look at .cache/pictures/${name}; if it is meant, run with UPDATE_PICTURES=1.`;
}

/** How two pictures differ. */
export function difference(expected: Buffer, taken: Buffer): { reason?: string; picture?: Buffer } {
  // As nearly always, and much cheaper than comparing pixels.
  if (expected.equals(taken)) return {};
  const a = PNG.sync.read(expected);
  const b = PNG.sync.read(taken);
  if (a.width !== b.width || a.height !== b.height) {
    return { reason: `is ${b.width} × ${b.height}, was ${a.width} × ${a.height}` };
  }
  const picture = new PNG({ width: a.width, height: a.height });
  const count = pixelmatch(a.data, b.data, picture.data, a.width, a.height, { threshold: 0.12 });
  const share = count / (a.width * a.height);
  return count > Math.max(TOLERANCE.pixels, TOLERANCE.share * a.width * a.height)
    ? { reason: `${(100 * share).toFixed(2)} % of it changed`, picture: PNG.sync.write(picture) }
    : {};
}

/** Kept pictures of stories that are no more; removed when asked to update. */
export function orphans(look: string, ids: readonly string[]): string[] {
  const folder = join(kept, look);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const old = files.filter((file) => !ids.includes(file.replace('.png', '')));
  if (!isUpdate) return old;
  for (const file of old) rmSync(join(folder, file));
  return [];
}

function write(file: string, data: Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, data);
}
