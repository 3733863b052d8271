import type { Browser } from 'playwright';
import { chromium } from 'playwright';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserArgs, findBrowser } from '../../scripts/find-browser.mjs';
import { compare, difference, orphans } from '../support/browser/pictures.js';
import { serveStorybook, type StorybookSite } from '../support/browser/storybookSite.js';
import { createStoryCamera, LOOKS } from '../support/browser/storyCamera.js';

let site: StorybookSite;
let browser: Browser;
let ids: string[];
beforeAll(async () => {
  const executablePath = findBrowser();
  [site, browser] = await Promise.all([
    serveStorybook(),
    chromium.launch({ args: browserArgs, ...(executablePath ? { executablePath } : {}) }),
  ]);
  ids = site.stories.filter(({ tags }) => !tags.includes('unpictured')).map(({ id }) => id);
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

describe('every story', () => {
  it.concurrent.each(LOOKS)('looks as it did: $name', async (look) => {
    expect(ids.length).toBeGreaterThan(50);
    const camera = await createStoryCamera(browser, site.url, look, ids[0] ?? '');
    const problems: string[] = [];
    for (const id of ids) {
      const problem = compare(look.name, id, await camera.shoot(id));
      if (problem) problems.push(problem);
      problems.push(...(await camera.violations()).map((violation) => `${look.name} ${id}: ${violation}`));
    }
    await camera.close();
    expect([...problems, ...orphans(look.name, ids)]).toEqual([]);
  });
});

describe('the comparison', () => {
  const square = (shade: number, changed = 0): Buffer => {
    const png = new PNG({ width: 50, height: 50 });
    png.data.fill(shade);
    for (let pixel = 0; pixel < changed; pixel += 1) png.data[4 * pixel] = 255 - shade;
    return PNG.sync.write(png);
  };

  it('lets a pixel or two pass, and nothing a person would see', () => {
    expect(difference(square(200), square(200)).reason).toBeUndefined();
    expect(difference(square(200), square(200, 2)).reason).toBeUndefined();
    expect(difference(square(200), square(200, 30)).reason).toMatch(/1\.20 % of it changed/);
    expect(difference(square(200), square(100)).reason).toMatch(/100\.00 %/);
  });
});
