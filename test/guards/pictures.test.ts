import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { storyNameFromExport, toId } from 'storybook/internal/csf';
import { describe, expect, it } from 'vitest';
import { repository } from './sourceFiles.js';

const pictures = join(repository, 'test/pictures');
const files = readdirSync(join(repository, 'stories')).filter((name) => name.endsWith('.stories.tsx'));

const LOOKS = ['320px', 'dark', 'forced-colors', 'light', 'rtl'];
/** Those that show every state, which are looked at zoomed as well. */
const SHEETS = [
  'guides-languages/an-outage.png',
  'guides-languages/its-end.png',
  'parts-connectionbanner/every-state.png',
];

/** The stories of a file as the paths of their pictures, such as `parts-reconnectbutton/every-state.png`. */
function picturesOf(file: string): string[] {
  const [meta = '', ...stories] = readFileSync(join(repository, 'stories', file), 'utf8').split(/^(?=export const )/m);
  if (meta.includes("'unpictured'")) return [];
  const title = /\btitle: '(.+?)'/.exec(meta)?.[1] ?? basename(file, '.stories.tsx');
  return stories
    .filter((story) => !story.includes("'unpictured'"))
    .map((story) => /^export const (\w+)/.exec(story)?.[1] ?? '')
    .map((name) => join(...toId(title, storyNameFromExport(name)).split('--')).concat('.png'));
}

describe('the pictures of the stories', () => {
  const kept = (look: string): string[] =>
    readdirSync(join(pictures, look), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.png'))
      .toSorted();

  it.each(LOOKS)('are those of the stories there are: %s', (look) => {
    expect(kept(look)).toEqual(files.flatMap(picturesOf).toSorted());
  });

  it('are those of the sheets at 200 %', () => {
    expect(kept('zoom-200')).toEqual(SHEETS);
  });

  it('are kept in these looks and no others', () => {
    expect(readdirSync(pictures).toSorted()).toEqual([...LOOKS, 'zoom-200']);
  });
});
