import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { appForFile } from '../support/browser/appPage.js';
import { startGateway } from '../support/gateway/gateways.js';
import { startChaosProxy } from '../support/network/chaosProxy.js';

const app = appForFile();

/** Puts the place that Tab goes on from before everything else. */
const fromTheTop = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const top = document.createElement('span');
    top.tabIndex = -1;
    document.body.prepend(top);
    top.focus();
    top.remove();
  });

/** What Tab reaches, in order, from the top of the page. */
async function tabStops(page: Page): Promise<string[]> {
  const stops: string[] = [];
  await fromTheTop(page);
  for (let press = 0; press < 6; press += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const { activeElement: element } = document;
      return element && element !== document.body ? (element.getAttribute('aria-label') ?? element.textContent) : '';
    });
    if (!stop || stops.includes(stop)) break;
    stops.push(stop);
  }
  return stops;
}

it('C6: an outage by keyboard and by ear, phase by phase', async () => {
  const { port } = await startGateway();
  const proxy = await startChaosProxy({ target: { port } });
  const { page, ...connection } = await app.open(`${proxy.url}/ws`, {
    // Lost at once, and for long enough to look at everything.
    lostAfterMs: 0,
    reconnect: { minDelayMs: 5_000, baseDelayMs: 0, maxAttempts: 2 },
  });
  const heard: string[] = [];
  const note = async (phase: string): Promise<void> => {
    // What the seconds are depends on when they are read.
    const tree = (await page.locator('body').ariaSnapshot()).replace(/in \d+ s/, 'in N s');
    heard.push(`## ${phase}\n\n${tree}\n\nTab: ${(await tabStops(page)).join(' → ')}\n`);
  };
  await connection.shows('open');
  // Tab gives this window focus again and again, as no person's window has it; each time would dial at once.
  // Heard before the client hears it: on a window, listeners are called in the order they came.
  await page.addInitScript(() => window.addEventListener('focus', (event) => event.stopImmediatePropagation()));
  await page.reload();
  await connection.shows('open');
  await note('all is well');

  await page.getByLabel('Message').focus();
  proxy.refuse();
  proxy.resetAll();
  await page.locator('[data-phase="lost"][data-heartbeat="banner"]').waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Message');
  await note('lost');

  await page.locator('[data-phase="failed"][data-heartbeat="banner"]').waitFor({ timeout: 20_000 });
  await note('failed');

  // By keyboard alone: to the button, and Enter.
  await fromTheTop(page);
  for (let press = 0; press < 4; press += 1) {
    await page.keyboard.press('Tab');
    if (await page.getByRole('button', { name: 'Try again' }).evaluate((button) => button === document.activeElement))
      break;
  }
  proxy.accept();
  await page.keyboard.press('Enter');
  await page.locator('[data-phase="restored"][data-heartbeat="banner"]').waitFor();
  heard.push(`## restored\n\n${await page.locator('body').ariaSnapshot()}\n`);
  await page.locator('[data-heartbeat="banner"]').waitFor({ state: 'detached' });
  await note('over');
  await expect(heard.join('\n')).toMatchFileSnapshot('expected/outage.aria.md');
});
