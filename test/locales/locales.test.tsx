import { screen } from '@testing-library/react';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConnectionBanner, englishLabels, HeartbeatLabelsProvider } from '../../src/components/index.js';
import { languages } from '../../stories/languages.js';
import { lost, renderConnected } from '../support/react/components.js';

/** The names of all words, and what each says; sentences are said with numbers. */
function flatten(labels: object, path = ''): [string, string][] {
  return Object.entries(labels).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    if (typeof value === 'function')
      return [[`${path}${key}`, String((value as (...a: number[]) => unknown)(3, 8, 5, 9))]];
    return typeof value === 'object' && value ? flatten(value, `${path}${key}.`) : [[`${path}${key}`, String(value)]];
  });
}

describe('every language', () => {
  it('is offered in the stories, and there are seven', () => {
    const files = readdirSync('src/locales').map((file) => file.replace('.ts', ''));
    expect(files.toSorted()).toEqual(Object.keys(languages).toSorted());
    expect(files).toHaveLength(7);
  });

  it.each(Object.entries(languages))('%s translates everything', (name, labels) => {
    const english = new Map(flatten(languages.en));
    const words = flatten(labels);
    expect(words.map(([path]) => path).toSorted()).toEqual([...english.keys()].toSorted());
    // "Reconnecting…" is all there is to say of an attempt that the person asked for.
    expect(words.filter(([, said]) => said.trim() === '').map(([path]) => path)).toEqual(['description.manual']);
    const same = words.filter(([path, said]) => english.get(path) === said).map(([path]) => path);
    // Units, names and numbers are the same in several languages.
    expect(same.length).toBeLessThan(name === 'en' ? Infinity : 10);
  });

  it.each(Object.entries(languages))('%s puts the numbers into its sentences', (_, labels) => {
    expect(labels.countdown.waiting(7)).toContain('7');
    expect(labels.banner.attempt(3, 8)).toMatch(/3.*8|8.*3/);
    expect(labels.banner.attempt(3, Infinity)).not.toContain('Infinity');
    expect(labels.failed.exhausted(4)).toContain('4');
    expect(labels.failed.exhausted(0)).not.toContain('0');
    expect(labels.banner.closeCode(1006, '')).not.toMatch(/:\s*$/);
    expect(labels.indicator?.since(0)).toMatch(/\d/);
  });
});

it('applies a language to everything below, under the words that a component is given', () => {
  renderConnected(
    <HeartbeatLabelsProvider labels={languages.de}>
      <ConnectionBanner labels={{ button: { retry: 'Los!' } }} />
    </HeartbeatLabelsProvider>,
    lost(),
  );
  expect(screen.getByRole('region', { name: 'Verbindung' }).textContent).toContain('Keine Verbindung');
  expect(screen.getByRole('button', { name: 'Los!' })).toBeDefined();
  expect(englishLabels.button.reconnect).toBe('Reconnect now');
});
