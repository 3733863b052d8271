import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSourceFiles, repository } from './sourceFiles.js';

it('no type needs TypeScript 5.7, where typed arrays and views became generic', () => {
  const generic = /\b(?:\w+Array|ArrayBufferView|DataView|Buffer)<ArrayBuffer/;
  const files = readSourceFiles().filter(({ path }) => {
    const code = readFileSync(join(repository, path), 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
    return generic.test(code);
  });
  expect(files.map(({ path }) => path)).toEqual([]);
});
