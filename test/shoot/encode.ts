import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** What is used of sharp, which the site has among its own packages. */
type Sharp = (
  input: Buffer | Buffer[],
  options?: { join?: { animated: boolean } },
) => {
  webp(options: Readonly<Record<string, unknown>>): { toFile(path: string): Promise<{ size: number }> };
};

const sharp = createRequire(join(repository, 'site/package.json'))('sharp') as Sharp;

/** A picture of a page, and when it was taken. */
export interface Frame {
  readonly png: Buffer;
  readonly atMs: number;
}

/** Where the pictures of the documents are. */
const pictureFile = (name: string): string => join(repository, 'docs/pictures', name);

/** Writes one picture; its size in bytes. */
export const writePicture = async (name: string, png: Buffer): Promise<number> =>
  (await sharp(png).webp({ quality: 88, smartSubsample: true, effort: 6 }).toFile(pictureFile(name))).size;

/** Writes a film that plays for ever. Frames that are the same are one, shown for longer. */
export async function writeFilm(name: string, frames: readonly Frame[], lastMs: number): Promise<number> {
  const kept = frames.filter(({ png }, index) => !frames[index - 1]?.png.equals(png));
  const delay = kept.map(({ atMs }, index) => Math.round((kept[index + 1]?.atMs ?? atMs + lastMs) - atMs));
  const film = sharp(
    kept.map(({ png }) => png),
    { join: { animated: true } },
  );
  const webp = { lossless: true, effort: 5, minSize: true, loop: 0, delay };
  return (await film.webp(webp).toFile(pictureFile(name))).size;
}
