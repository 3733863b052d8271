// @vitest-environment node
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RESTORED_MS } from '../../src/components/connection-banner/model/useBannerModel.js';

const css = readFileSync('src/components/styles.css', 'utf8');

it('fades "Back online" out for as long as the banner shows it', () => {
  expect(/--heartbeat-restored-for: (\d+)ms/.exec(css)?.[1]).toBe(String(RESTORED_MS));
});

it('has the same light colours with light-dark() and without', () => {
  const [plain = '', supported = ''] = [...css.matchAll(/:where\(:root\) \{([^}]*)\}/g)].map(([, block]) => block);
  const pairs = [...supported.matchAll(/(--heartbeat-[a-z]+): light-dark\((#\w+), #\w+\)/g)];
  expect(pairs.length).toBeGreaterThan(7);
  for (const [, name, light] of pairs) expect(plain).toContain(`${name}: ${light};`);
});
