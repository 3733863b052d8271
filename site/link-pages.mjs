// Links the documents that `guides.json` names into `pages/`, at the places that they have in the repository. The site is
// built from there, because a page finds Vue in the folders above it.
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('..', import.meta.url));
const pages = fileURLToPath(new URL('pages', import.meta.url));
const groups = JSON.parse(readFileSync(new URL('guides.json', import.meta.url), 'utf8'));

rmSync(pages, { recursive: true, force: true });
const files = groups.flatMap(({ items }) => items.map(({ file }) => file));
for (const path of [...files, 'docs/pictures', 'site/api']) {
  const link = join(pages, path);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(relative(dirname(link), join(repository, path)), link);
}
