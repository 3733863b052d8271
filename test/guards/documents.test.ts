import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOMS } from './layers.js';
import { repository } from './sourceFiles.js';

const read = (name: string): string => readFileSync(join(repository, name), 'utf8');

/** The rooms in the first column of ARCHITECTURE.md, in its words: `client/` _face_ is the layer itself. */
const roomsInProse = (markdown: string): string[] =>
  [...markdown.matchAll(/^\| `([\w/.]+)`(?: _(ground|face)_)? +\|.*\|.*\|.*\|$/gm)]
    .filter(({ index }) => index < markdown.indexOf('## The life'))
    .map(({ 1: name = '', 2: part }) => {
      if (name === 'index.ts') return 'entry';
      return part === 'face' ? name.slice(0, -1) : name + (part ?? '');
    });

describe('ARCHITECTURE.md', () => {
  it('has the rooms of the tested table, and no others', () => {
    expect(roomsInProse(read('ARCHITECTURE.md')).toSorted()).toEqual(Object.keys(ROOMS).toSorted());
  });

  it('fits 150 lines', () => {
    expect(read('ARCHITECTURE.md').split('\n').length - 1).toBeLessThanOrEqual(150);
  });
});

/** Lines of prose: neither code, nor a table, nor an image. */
const prose = (markdown: string): string[] =>
  markdown
    .replace(/^```[^\n]*\n[\s\S]*?^```$/gm, '')
    .split('\n')
    .filter((line) => !line.startsWith('|') && !line.startsWith('!['));

it('README.md has no line of prose over 100 characters', () => {
  expect(prose(read('README.md')).filter((line) => line.length > 100)).toEqual([]);
});
