// @vitest-environment node
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RESTORED_MS } from '../../src/components/connection-banner/useBannerPhase.js';

const css = readFileSync('src/components/styles.css', 'utf8');

it('fades "Back online" out for as long as the banner shows it', () => {
  expect(/--heartbeat-restored-for: (\d+)ms/.exec(css)?.[1]).toBe(String(RESTORED_MS));
});

it('has the same colours in both dark themes', () => {
  const blocks = [...css.matchAll(/(?:not\(\[data-theme='light'\]\)|\[data-theme='dark'\])\) \{([^}]*)\}/g)];
  const [system, asked] = blocks.map((block) => block[1]?.replaceAll(/\s+/g, ' '));
  expect(blocks).toHaveLength(2);
  expect(asked).toBe(system);
});
