import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageEntries } from './packageEntries.js';
import { readSourceFiles, repository, toSourceFile, type SourceFile } from './sourceFiles.js';

/** Entries without hooks and components. */
const ANYWHERE = ['./core', './cluster', './gateway', './observe', './testing'];

/**
 * A server component gets these as they are. Everything else it may import is a module with `'use client'`, of which it
 * gets a reference: hooks and components, and words, whose functions cannot be passed on in any other way.
 */
const PLAIN = [
  'src/components/heartbeat-devtools/createBreakableWebSocket.ts',
  'src/components/heartbeat-settings/tradeOff.ts',
];

/** The client of the admin interface, which a server may use as well as a page. */
const isOfAdmin = (path: string): boolean => path.startsWith('src/admin/');

const entries = packageEntries()
  .filter(({ name }) => !ANYWHERE.includes(name))
  .map(({ name, source }) => ({ name, path: relative(repository, source).split(sep).join('/') }));
const locales = readdirSync(join(repository, 'src/locales')).map((name) => posix.join('src/locales', name));

const isClient = (path: string): boolean => readFileSync(join(repository, path), 'utf8').startsWith("'use client';\n");

/** The modules that a server runs when it imports this one: from a module with `'use client'` it goes no further. */
function runOnServer(
  entry: string,
  files: readonly SourceFile[],
  isClientModule: (path: string) => boolean = isClient,
): SourceFile[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const found = new Map<string, SourceFile>();
  const visit = (path: string): void => {
    const file = byPath.get(path) ?? byPath.get(`${path}x`);
    if (!file || found.has(file.path) || isClientModule(file.path)) return;
    found.set(file.path, file);
    for (const { target, isTypeOnly } of file.imports) if (!isTypeOnly) visit(target);
  };
  visit(entry);
  return [...found.values()];
}

const packagesOf = (files: readonly SourceFile[]): string[] =>
  files
    .flatMap(({ imports }) => imports.flatMap(({ target, isTypeOnly }) => (isTypeOnly ? [] : [target])))
    .filter((target) => !target.startsWith('src/'));

const source = readSourceFiles();

describe.each(entries)('a server component that imports $name', ({ path }) => {
  const modules = runOnServer(path, source);

  it('runs the entry itself, which has no directive: with one, all of it would be the client’s, used or not', () => {
    expect(modules.map((module) => module.path)).toContain(path);
  });

  it('runs no hook, no component and no package', () => {
    const plain = modules.map((module) => module.path).filter((name) => !name.endsWith('/index.ts'));
    expect(plain.filter((name) => !PLAIN.includes(name) && !isOfAdmin(name))).toEqual([]);
    expect(packagesOf(modules.filter((module) => !isOfAdmin(module.path)))).toEqual([]);
  });
});

it.each([...locales, 'src/components/labels.ts'])('%s can be passed on by a server component', (path) => {
  expect(isClient(path)).toBe(true);
});

describe('the guard itself', () => {
  const files = [
    toSourceFile(
      'src/index.ts',
      "export { A } from './a.js';\nexport { b } from './b.js';\nexport type { C } from './c.js';",
    ),
    toSourceFile('src/a.tsx', "import { useState } from 'react';\nimport { d } from './d.js';"),
    toSourceFile('src/b.ts', "import { useStore } from 'zustand';"),
    toSourceFile('src/c.ts', ''),
    toSourceFile('src/d.ts', ''),
  ];

  it('goes as far as the first directive', () => {
    const modules = runOnServer('src/index.ts', files, (path) => path === 'src/a.tsx');
    expect(modules.map(({ path }) => path)).toEqual(['src/index.ts', 'src/b.ts']);
    expect(packagesOf(modules)).toEqual(['zustand']);
  });

  it('goes through a component without one', () => {
    const modules = runOnServer('src/index.ts', files, () => false);
    expect(modules.map(({ path }) => path)).toEqual(['src/index.ts', 'src/a.tsx', 'src/d.ts', 'src/b.ts']);
    expect(packagesOf(modules)).toEqual(['react', 'zustand']);
  });
});
