import type { Locator, Page } from 'playwright';
import { expect, it } from 'vitest';
import { browserForFile } from '../support/browser/browser.js';
import { builtGatewayForFile } from '../support/browser/builtGateway.js';
import { createGatewayClock } from '../support/gateway/gatewayClock.js';
import { ADMIN } from '../support/gateway/gateways.js';
import { startPeople } from '../support/gateway/pathThatCuts.js';

const browser = browserForFile();
const built = builtGatewayForFile();

const MINUTE = 60_000;
const PEOPLE = 100;
/** 45 of them are behind a proxy that will cut silences of a minute. They come in turns with the others. */
const addresses = Array.from({ length: PEOPLE }, (_, index) =>
  index % 20 < 9 ? `10.20.${index}.7` : `172.${16 + (index % 16)}.${index}.7`,
);

const headline = (page: Page, text: string | RegExp): Promise<void> =>
  page.getByRole('heading', { level: 1 }).filter({ hasText: text }).waitFor();

/** Follows a link as a keyboard does. */
async function follow(link: Locator): Promise<void> {
  await link.first().focus();
  await link.page().keyboard.press('Enter');
}

it('leads from an alert to its cause, and to a change after which it clears, on a real gateway', async () => {
  const clock = createGatewayClock();
  // The browser's clock is the real one: both show nearly the same time while the page is looked at.
  clock.jumpWall(Date.now() - 20 * MINUTE - clock.wallNow());
  const {
    gateway,
    page: address,
    url,
  } = await built.start({
    admin: ADMIN,
    clock,
    collect: true,
    heartbeat: { intervalMs: 100_000, timeoutMs: 300_000 },
    trustedProxies: ['127.0.0.1'],
    allowedHosts: ['127.0.0.1'],
  });
  const active = new Set<string>();
  gateway.on('alert', ({ rule, clearedAt }) => (clearedAt === null ? active.add(rule) : active.delete(rule)));
  const isCut = (from: string): boolean => from.startsWith('10.20.');
  const people = startPeople({ clock, gateway, url, addresses, cutAfterMs: MINUTE, isCut });
  await people.run(11 * MINUTE);
  expect([...active]).toEqual([]);
  people.beginToCut();
  await people.run(15 * MINUTE, () => active.has('reconnect_spike') && active.has('path_cuts_idle'));
  expect([...active]).toEqual(expect.arrayContaining(['reconnect_spike', 'path_cuts_idle']));

  people.goLive();

  // The alert, on the first page.
  const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
  await page.goto(address);
  await page.getByRole('textbox', { name: 'Token' }).focus();
  await page.keyboard.type(ADMIN.operatorToken);
  await page.keyboard.press('Enter');
  await headline(page, /^\d+ people connected\./);
  await page.getByText('Connections end after 60').first().waitFor();
  await follow(page.getByRole('link', { name: /Many clients reconnected: / }));

  // Its period, and the people in it.
  await headline(page, /^Many clients reconnected/);
  expect(page.url()).toMatch(/#alerts\/[\w-]+\?from=\d+&to=\d+$/);
  await page.getByText(/100 % of them are in the network 10\.20\.0\.0\/16/).waitFor();
  await page.getByRole('columnheader', { name: /In a row/ }).waitFor();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');

  // One of them, from both ends, with the limit of the path by name.
  await headline(page, /^Something on the way ends connections after 60.s of silence\./);
  await page
    .getByRole('row', { name: /Gateway.*connection\.closed 1006/ })
    .first()
    .waitFor();
  await page
    .getByRole('row', { name: /Client.*connection\.closed 1006/ })
    .first()
    .waitFor();

  // The setting that would have held, tried on a few, and then in force.
  await follow(page.getByRole('link', { name: /^At 54.s it would have held/ }));
  await headline(page, /^A heartbeat every 100/);
  await page.getByRole('textbox', { name: 'Interval in seconds' }).fill('40');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: /^40\s*s, tried on 5\s*%/ }).waitFor();
  await people.run(30 * MINUTE, () => gateway.stats().settings.guard === null);
  await headline(page, /^A heartbeat every 40/);
  expect(gateway.stats().settings).toMatchObject({
    intervalMs: { value: 40_000 },
    lastGuard: { status: 'promoted', endedBy: 'guard' },
  });

  // No one is cut any more, and the alert is over.
  await people.run(10 * MINUTE, () => !active.has('reconnect_spike'));
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await headline(page, /^\d+ people connected\./);
  await page.getByRole('link', { name: /Many clients reconnected: / }).waitFor({ state: 'detached' });
}, 240_000);
