// Installs what only tests load, where it is missing or older than its lock: `test/packages`, which is two in three of all
// files and which `npm ci && npm start` does without, and an old TypeScript, in a folder of its own as both are called `tsc`.
// Run before everything that reads test/.
import { spawnSync } from 'node:child_process';
import { rmSync, statSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const test = fileURLToPath(new URL('../test', import.meta.url));
/** When a file was written, or 0 where there is none. */
const writtenAt = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

for (const folder of [`${test}/packages`, `${test}/packaging/typescript-5.5`]) {
  // npm writes this file last, so it also tells of an install that was cut short.
  if (writtenAt(`${folder}/node_modules/.package-lock.json`) > writtenAt(`${folder}/package-lock.json`)) continue;
  const command = ['ci', '--prefix', folder, '--no-audit', '--no-fund'];
  console.log(`$ npm ${command.join(' ')}`);
  const { status } = spawnSync('npm', command, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(1);
}
// Node, Vite and TypeScript look for packages in the `node_modules` of each folder above a file: so every test finds these
// by their names, before those of the root. A `package.json` in `test/` would do as well, and end the scope of the root's.
const link = `${test}/node_modules`;
if (writtenAt(link) === 0) {
  rmSync(link, { force: true });
  symlinkSync('packages/node_modules', link, 'junction');
}
