import type { Locator, Page } from 'playwright';
import { expect, it } from 'vitest';
import { browserForFile } from '../support/browser/browser.js';
import { demoForFile } from '../support/browser/demoWorld.js';
import { violations } from '../support/browser/violations.js';

const browser = browserForFile();
// The silence lasts until the test has seen enough of it, and ends it.
const demo = demoForFile({ silence: 60_000, cut: 1_000 });

/** What axe finds in both themes. */
async function problemsOf(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(...(await violations(page)));
  }
  return found;
}

/** Where the parts of the page are that nothing may move. */
const placesOf = (page: Page): Promise<number[]> =>
  page.evaluate(() =>
    ['.pulse', '.composer', '.log', '.adopt'].map(
      (part) => document.querySelector(part)?.getBoundingClientRect().top ?? Number.NaN,
    ),
  );

it('the story of a silence: one socket says "open", the other notices, says so and loses nothing', async () => {
  const page = await browser.newPage({ viewport: { width: 768, height: 1_024 } });
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(demo.url);
  const plain = page.getByRole('article', { name: 'Plain WebSocket' });
  const kit = page.getByRole('article', { name: 'With heartbeat-socket' });
  const says = (pane: typeof kit, text: string | RegExp) => pane.getByText(text).first().waitFor();
  await says(plain, 'Then let’s give it two more minutes.');
  await says(kit, 'Then let’s give it two more minutes.');
  await kit.getByText(/^\d+ ms$/).waitFor();
  expect(await problemsOf(page)).toEqual([]);
  const places = await placesOf(page);

  await page.keyboard.press('1');
  const pressed = page.getByRole('button', { name: /^Silence/, pressed: true });
  await pressed.waitFor();
  await says(kit, /^Noticed after \d\.\d s/);
  const field = page.getByRole('textbox', { name: 'Message, sent through both' });
  await field.fill('All the way to 100 %?');
  await field.press('Enter');
  await says(plain, 'Sent');
  await says(kit, 'Waiting');
  await kit.getByRole('region', { name: 'Connection' }).getByText('Connection lost').waitFor();
  await says(plain, 'The browser says: open.');
  await plain.getByText('readyState 1').waitFor();
  expect(await problemsOf(page)).toEqual([]);
  expect(await placesOf(page)).toEqual(places);

  await pressed.click();
  await says(kit, /^\d while you were away$/);
  await says(kit, /nothing lost\.$/);
  await says(plain, 'Never arrived');
  await says(plain, 'Reached no one');
  await says(plain, /\d messages? never arrived, yours reached no one\.$/);
  expect(await placesOf(page)).toEqual(places);
  await plain.getByRole('button', { name: 'Reload it' }).click();
  await says(plain, 'Reloaded by hand:');
  await says(plain, 'Stop. Checkout fails on the new build.');
  await plain.getByText('Never arrived').waitFor({ state: 'detached' });

  await page.keyboard.press('2');
  await says(plain, 'Closed with 1006.');
  await kit.getByText(/Back after/).waitFor();
  await page.getByRole('listitem').filter({ hasText: 'connection.closed' }).first().waitFor();
  expect(await placesOf(page)).toEqual(places);
  // Browsers report what becomes of a socket themselves; nothing else may.
  expect(errors.filter((error) => !error.startsWith('WebSocket connection to'))).toEqual([]);
});

it('what moves during an outage is moved by the compositor, and the page rests between two events', async () => {
  const page = await browser.newPage({ viewport: { width: 1_280, height: 900 }, reducedMotion: 'no-preference' });
  await page.goto(demo.url);
  await page.getByText('Then let’s give it two more minutes.').first().waitFor();
  await page.keyboard.press('1');
  await page.locator('[data-heartbeat="banner"] [data-line="beat"]').waitFor();
  const moving = await page.evaluate(() => {
    const COMPOSITED = ['opacity', 'transform', 'translate', 'scale', 'rotate'];
    const own = ['offset', 'computedOffset', 'easing', 'composite'];
    return document
      .getAnimations()
      .filter(({ effect, playState }) => playState === 'running' && Number(effect?.getComputedTiming().endTime) > 1_000)
      .map((animation) => {
        const { target } = animation.effect as KeyframeEffect;
        const changes = (animation.effect as KeyframeEffect).getKeyframes().flatMap((frame) => Object.keys(frame));
        // A part of an SVG has no layer of its own; the whole of it has.
        const isPart = target instanceof SVGElement && target.ownerSVGElement !== null;
        const isCheap = !isPart && changes.every((name) => own.includes(name) || COMPOSITED.includes(name));
        return { what: `${target?.tagName} ${target?.getAttribute('data-line') ?? ''}`.trim(), isCheap };
      });
  });
  expect(moving.filter(({ isCheap }) => !isCheap)).toEqual([]);
  // The pulse and the flags over it, and the line in the banner.
  expect(moving.map(({ what }) => what)).toEqual(expect.arrayContaining(['CANVAS', 'svg beat']));
  expect(moving.filter(({ what }) => what === 'CANVAS')).toHaveLength(2);
  await page.close();
});

it('the keyboard alone breaks the path, mends it, retries and walks the log', async () => {
  const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } });
  await page.goto(demo.url);
  const kit = page.getByRole('article', { name: 'With heartbeat-socket' });
  await kit.getByText('Then let’s give it two more minutes.').waitFor();
  const tabTo = async (target: Locator): Promise<void> => {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab');
      if (await target.evaluate((element) => element === document.activeElement)) return;
    }
    throw new Error('60 times Tab do not lead there');
  };
  const silence = page.getByRole('button', { name: /^Silence/ });
  await tabTo(silence);
  await page.keyboard.press('Enter');
  const retry = kit.getByRole('button', { name: 'Retry now' });
  await retry.waitFor();
  await tabTo(retry);
  const dials = page.getByRole('listitem').filter({ hasText: 'connect.started' });
  const before = await dials.count();
  await page.keyboard.press('Enter');
  await expect.poll(() => dials.count(), { timeout: 20_000 }).toBeGreaterThan(before);
  expect(await retry.evaluate((element) => element === document.activeElement)).toBe(true);

  const log = page.locator('[data-heartbeat="log-rows"]');
  await tabTo(log);
  // What has focus scrolls what it is in.
  const scroller = page.locator('.log [data-heartbeat="log"]');
  await scroller.evaluate((element) => {
    element.style.blockSize = '80px';
  });
  const scrolled = () => scroller.evaluate(({ scrollTop }) => scrollTop);
  // A row that arrives in the moment of the key takes a log that is at its end along: a person presses again.
  const scrolledBy = (key: string) => async (): Promise<number> => {
    await page.keyboard.press(key);
    return scrolled();
  };
  const often = { timeout: 20_000, interval: 500 };
  await expect.poll(scrolledBy('End'), often).toBeGreaterThan(0);
  await expect.poll(scrolledBy('Home'), often).toBe(0);
  await page.keyboard.press('1');
  await kit
    .getByText(/nothing lost\.$|^Noticed after .*back after/)
    .first()
    .waitFor();
  await page.close();
});
