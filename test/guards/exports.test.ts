import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { packageEntries } from './packageEntries.js';
import { toSourceFile } from './sourceFiles.js';

/** `export { a, type B } from 'c'`, `export type { D } from 'e'`. */
const NAMED_EXPORT = /\bexport\s+(type\s+)?\{([^}]*)\}/g;

/** The public names of an entry; a type is marked as such, as making a value a type takes something away. */
function publicNames(source: string): string[] {
  const names = [...readFileSync(source, 'utf8').matchAll(NAMED_EXPORT)].flatMap(([, type, list = '']) =>
    list
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean)
      .map((name) => (type && !name.startsWith('type ') ? `type ${name}` : name)),
  );
  return names.map((name) => name.replace(/\S+ as /, '')).toSorted();
}

const entries = packageEntries();

it('has entries', () => {
  expect(entries.map(({ name }) => name)).toContain('./core');
});

// A change of the list is a change of the API: look at the difference, write a changeset, then `npx vitest -u`.
it('exports the names in publicNames.txt, no more and no fewer', async () => {
  const list = entries.map(
    ({ name, source }) =>
      `${name}\n${publicNames(source)
        .map((line) => `  ${line}\n`)
        .join('')}`,
  );
  await expect(list.join('\n')).toMatchFileSnapshot('publicNames.txt');
});

it.each(entries)('$name lists its names instead of passing on whole modules', ({ source }) => {
  const { code } = toSourceFile('src/entry.ts', readFileSync(source, 'utf8'));
  expect(code).not.toMatch(/\bexport\s+(?:\*|default|const|function|class|interface|type\s+\w+\s*=)/);
});

it.each(entries)('$name really has the values it lists', { timeout: 30_000 }, async ({ source }) => {
  const values = publicNames(source).filter((name) => !name.startsWith('type '));
  expect(Object.keys((await import(source)) as object).toSorted()).toEqual(values);
});
