import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repository } from './sourceFiles.js';

const json = (path: string): unknown => JSON.parse(readFileSync(join(repository, path), 'utf8'));
const { devDependencies } = json('test/packages/package.json') as { devDependencies: Record<string, string> };
const names = Object.keys(devDependencies);

/** Loaded by a package beside them: what Nest stands on, and Stryker itself. */
const LOADED_BY_OTHERS = ['@nestjs/platform-express', 'reflect-metadata', 'rxjs', '@stryker-mutator/core'];

/** The text, without documentation comments, of all files in git whose path matches and that may name a package. */
function textOf(matches: (path: string) => boolean): string {
  const paths = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: repository, encoding: 'utf8' });
  return paths
    .split('\n')
    .filter((path) => /\.(?:[jt]sx?|mjs|mdx|css)$/.test(path) && matches(path))
    .map((path) => readFileSync(join(repository, path), 'utf8').replace(/^ *\*.*$/gm, ''))
    .join('\n');
}
const isNamedIn = (text: string) => (name: string) =>
  ["'", '`', '/'].some((before) => [`'`, '`', '/'].some((after) => text.includes(before + name + after)));

it('a test loads each of test/packages', () => {
  // The transports of the guide, which a test runs as they stand there.
  const isTest = (path: string): boolean => path.startsWith('test/') && path !== 'test/guards/testPackages.test.ts';
  const text = textOf(isTest) + readFileSync(join(repository, 'docs/logs.md'), 'utf8');
  expect(names.filter((name) => !isNamedIn(text)(name)).toSorted()).toEqual(LOADED_BY_OTHERS.toSorted());
});

it('what `npm ci` installs is enough for everything outside test/', () => {
  const text = textOf((path) => !/^(?:test|bench|site|examples)\//.test(path));
  const imported = names.filter((name) =>
    [`from '${name}'`, `from '${name}/`, `import('${name}`, `import '${name}`].some((words) => text.includes(words)),
  );
  expect(imported).toEqual([]);
});

it('`npm ci && npm start` in a fresh clone takes less than a minute: what only tests load stays out of the root', () => {
  const { packages } = json('package-lock.json') as { packages: Record<string, unknown> };
  // 1 400 packages with 68 000 files took a minute alone. Move what only a test needs to test/packages.
  expect(Object.keys(packages).length).toBeLessThan(950);
});
