// Fails when a package-lock.json (here, in bench/, in site/, in test/next/fixture/, in test/packages/, in test/packaging/*/)
// cannot serve `npm ci` everywhere: an optional (per-platform) package that the lock leaves out, an entry without version or
// integrity, or a registry host written into it.
import { readFileSync } from 'node:fs';

const read = (file) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')).packages;
const problems = [];
for (const folder of [
  '..',
  '../bench',
  '../site',
  '../test/next/fixture',
  '../test/packages',
  '../test/packaging/typescript-5.5',
  '../test/packaging/examples',
])
  check(read(`${folder}/package-lock.json`));

function check(lock) {
  for (const [path, entry] of Object.entries(lock)) {
    // The repository itself, which has neither.
    const isOurs = entry.resolved?.startsWith('file:');
    if (path === '') continue;
    if (!entry.version) problems.push(`${path}: no version`);
    if (!entry.integrity && !entry.link && !entry.inBundle && !isOurs) problems.push(`${path}: no integrity`);
    if (entry.resolved && !isOurs) problems.push(`${path}: resolved ${entry.resolved}`);
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      let at = path;
      let found = false;
      for (;;) {
        if (lock[`${at ? `${at}/` : ''}node_modules/${name}`]) found = true;
        if (found || at === '') break;
        at = at.includes('/node_modules/') ? at.slice(0, at.lastIndexOf('/node_modules/')) : '';
      }
      if (!found) problems.push(`${path}: optional ${name} is not in the lock`);
    }
  }
}
for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);
