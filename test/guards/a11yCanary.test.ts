import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const stories = readdirSync(new URL('../../stories', import.meta.url), { recursive: true })
  .map(String)
  .filter((name) => /\.(tsx?|mdx)$/.test(name));

/**
 * The accessibility check of the stories goes off without a word when the addon is not listed, or when a story or the
 * preview asks for less than `error`: the run stays green. So these lines are held here.
 */
describe('the accessibility check of the stories', () => {
  it('has its addon', () => {
    const addons = /^ {2}addons: \[(.*)\]/m.exec(read('.storybook/main.ts'))?.[1];
    expect(addons).toContain("'@storybook/addon-a11y'");
  });

  it('fails the run on a violation', () => {
    const settings = read('.storybook/preview.ts').match(/^ *a11y: .*$/gm);
    expect(settings?.map((line) => line.trim())).toEqual(["a11y: { test: 'error' },"]);
  });

  it.each(stories)('is left alone by %s', (name) => {
    expect(read(`stories/${name}`)).not.toMatch(/a11y|!test|globals:/);
  });

  it('has stories to look at', () => {
    expect(stories.filter((name) => name.endsWith('.stories.tsx')).length).toBeGreaterThan(3);
  });
});
