import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOMS } from './layers.js';
import { repository } from './sourceFiles.js';

const read = (name: string): string => readFileSync(join(repository, name), 'utf8');

/** The rooms in the first column of ARCHITECTURE.md, in its words, with their powers: `client/` _face_ is the layer itself. */
const roomsInProse = (markdown: string): Record<string, string[]> =>
  Object.fromEntries(
    [...markdown.matchAll(/^\| `([\w/.]+)`(?: _(ground|face)_)? +\|.*\|.*\| ([^|]*?) *\|$/gm)]
      .filter(({ index }) => index < markdown.indexOf('## The life'))
      .map(({ 1: name = '', 2: part, 3: powers = '' }) => {
        const room = name === 'index.ts' ? 'entry' : part === 'face' ? name.slice(0, -1) : name + (part ?? '');
        return [room, powers === '–' ? [] : powers.split(', ')];
      }),
  );

describe('ARCHITECTURE.md', () => {
  it('has the rooms of the tested table with their powers, and no others', () => {
    const powers = Object.entries(ROOMS).map(([name, room]) => [name, room.powers ?? []]);
    expect(roomsInProse(read('ARCHITECTURE.md'))).toEqual(Object.fromEntries(powers));
  });

  it('names files that exist', () => {
    const named = [
      ...read('ARCHITECTURE.md').matchAll(
        /`((?:src|test)\/[\w/.-]+\.\w+|(?:client|machine|gateway|protocol|react|components)\/[\w/.-]+\.tsx?)`/g,
      ),
    ].map(([, name = '']) => (/^(?:src|test)\//.test(name) ? name : `src/${name}`));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !existsSync(join(repository, name)))).toEqual([]);
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

it('docs/what-the-bytes-are.md has parts that add up to the size that it names', () => {
  const report = read('docs/what-the-bytes-are.md');
  const named = Number(/was ([\d.]+) kB when/.exec(report)?.[1]);
  const parts = [...report.matchAll(/^\| .* \| ([\d.]+) \|$/gm)].map(([, kB]) => Number(kB));
  expect(parts.length).toBeGreaterThan(5);
  expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(named, 5);
});
