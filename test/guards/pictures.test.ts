import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { storyNameFromExport, toId } from 'storybook/internal/csf';
import { describe, expect, it } from 'vitest';
import { repository } from './sourceFiles.js';

const pictures = join(repository, 'test/pictures');
const files = readdirSync(join(repository, 'stories')).filter((name) => name.endsWith('.stories.tsx'));

/** The stories of a file as the paths of their pictures, such as `reconnectbutton/waiting.png`. */
function picturesOf(file: string): string[] {
  const text = readFileSync(join(repository, 'stories', file), 'utf8');
  if (text.includes("'unpictured'")) return [];
  const title = /\btitle: '(.+?)'/.exec(text)?.[1] ?? basename(file, '.stories.tsx');
  return [...text.matchAll(/^export const (\w+)/gm)].map(([, name = '']) =>
    join(...toId(title, storyNameFromExport(name)).split('--')).concat('.png'),
  );
}

describe('the pictures of the stories', () => {
  it.each(readdirSync(pictures))('are those of the stories there are: %s', (look) => {
    const kept = readdirSync(join(pictures, look), { recursive: true, encoding: 'utf8' });
    expect(kept.filter((name) => name.endsWith('.png')).toSorted()).toEqual(files.flatMap(picturesOf).toSorted());
  });

  it('are kept in five looks', () => {
    expect(readdirSync(pictures).toSorted()).toEqual(['320px', 'dark', 'forced-colors', 'light', 'rtl']);
  });
});
