import { expect, it } from 'vitest';
import { readSourceFiles } from './sourceFiles.js';

/** What runs in browsers. */
const LAYERS = ['client', 'components', 'machine', 'protocol', 'react'];
/** Of 2022 and later. A browser that lacks one fails where it is called, because bundlers compile syntax alone. */
const TOO_NEW =
  /\.(?:toSorted|toReversed|toSpliced|findLast|findLastIndex|isWellFormed|toWellFormed|canParse)\(|Object\.groupBy|Map\.groupBy|Array\.fromAsync|structuredClone|Promise\.(?:withResolvers|try)|AbortSignal\.any/g;

it('code that runs in browsers calls no built-in that some of them have only since 2023', () => {
  const found = readSourceFiles()
    .filter(({ layer }) => LAYERS.includes(layer))
    .flatMap(({ path, code }) => [...code.matchAll(TOO_NEW)].map(([call]) => `${path}: ${call}`));
  expect(found).toEqual([]);
});
