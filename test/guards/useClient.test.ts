import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageEntries } from './packageEntries.js';
import { repository } from './sourceFiles.js';

/** Without hooks and components. */
const ANYWHERE = ['./core', './gateway', './testing'];
const locales = join(repository, 'src/locales');

it.each([
  ...packageEntries().filter(({ name }) => !ANYWHERE.includes(name)),
  // Words with functions among them: a server component can pass on only what it knows as the client's.
  ...readdirSync(locales).map((name) => ({ name: `./locales/${name}`, source: join(locales, name) })),
])('$name can be used from a server component', ({ source }) => {
  expect(readFileSync(source, 'utf8')).toMatch(/^'use client';\n/);
});
