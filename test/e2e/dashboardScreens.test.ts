import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { browserForFile } from '../support/browser/browser.js';
import { builtGatewayForFile } from '../support/browser/builtGateway.js';
import { violations } from '../support/browser/violations.js';
import { ADMIN, join } from '../support/gateway/gateways.js';
import { waitFor } from '../support/waitFor.js';
import { recordedCommons, recordedPeers } from '../../stories/dashboard/recordedPeers.js';
import { recordedSession } from '../../stories/dashboard/recordedSession.js';
import { recordedState } from '../../stories/dashboard/recorded.js';

const browser = browserForFile();
const built = builtGatewayForFile();

async function signIn(page: Page, token: string = ADMIN.operatorToken): Promise<void> {
  await page.getByRole('textbox', { name: 'Token' }).fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const headline = (page: Page, text: string | RegExp): Promise<void> =>
  page.getByRole('heading', { level: 1 }).filter({ hasText: text }).waitFor();

/** The gateway answers as a busy one would: an alert, peers in trouble, a session that a proxy cut. Settings are its own. */
async function recordedGateway(page: Page): Promise<void> {
  const now = Date.now();
  const { stats, alerts } = recordedState(now);
  const answer = async (path: string, value: unknown): Promise<void> => {
    await page.route(path, (route) =>
      route.request().method() === 'GET' ? route.fulfill({ json: value }) : route.continue(),
    );
  };
  await answer('**/heartbeat/stats*', stats);
  await answer('**/heartbeat/alerts', alerts);
  await answer('**/heartbeat/peers*', { ...recordedPeers(now, 200), total: 1_204, standsOut: recordedCommons });
  await answer('**/heartbeat/sessions/*/timeline', recordedSession(now));
}

it('leads a person from an alert to its cause and to the setting, by links alone', { timeout: 180_000 }, async () => {
  const { gateway, page: address, url } = await built.start({ admin: ADMIN });
  const client = await join(url);
  const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
  await recordedGateway(page);
  await page.goto(address);
  await signIn(page);
  await headline(page, /^1.204 people connected\./);
  await page.getByRole('link', { name: /^Look at the 31/ }).click();
  await headline(page, /^Missed heartbeats are above normal/);
  expect(page.url()).toMatch(/#alerts\/a-1\?from=\d+&to=\d+$/);
  await page.getByText(/87 % of them are in the network 10\.20\.0\.0\/16/).waitFor();
  await page.getByRole('link', { name: /^9c41e7b2/ }).click();
  await headline(page, /^Something on the path cut the connection after 60.s of silence\./);
  await page.getByText('our banner, for 3.2').waitFor();
  await page
    .getByRole('row', { name: /connection\.closed 1006/ })
    .first()
    .waitFor();
  // Back is the way one came.
  await page.goBack();
  await headline(page, /^Missed heartbeats are above normal/);
  await page.goForward();
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.getByRole('textbox', { name: 'Interval in seconds' }).fill('20');
  await page.getByRole('button', { name: /^Apply/ }).click();
  await headline(page, /^A heartbeat every 20/);
  expect(await client.frame('heartbeat.settings')).toMatchObject({ heartbeat: { intervalMs: 20_000 } });
  expect(gateway.stats().settings.intervalMs.value).toBe(20_000);
  expect(page.url()).not.toContain(ADMIN.operatorToken);
});

const WIDE = { width: 1_280, height: 900 };
const PHONE = { width: 375, height: 740 };
/** 1 440 by 900 at 200 % zoom. */
const ZOOMED = { width: 720, height: 450 };

it.each([
  ['light', { viewport: WIDE, colorScheme: 'light' }, 'ltr'],
  ['dark, right to left', { viewport: WIDE, colorScheme: 'dark' }, 'rtl'],
  ['on a phone, without motion', { viewport: PHONE, colorScheme: 'dark', reducedMotion: 'reduce' }, 'ltr'],
  ['at 200 %, right to left', { viewport: ZOOMED, colorScheme: 'light' }, 'rtl'],
] as const)(
  'has nothing that axe finds on any screen, and no sideways scroll: %s',
  { timeout: 240_000 },
  async (_, options, direction) => {
    const { page: address } = await built.start({ admin: ADMIN });
    const page = await browser.newPage(options);
    await page.addInitScript((dir) => {
      addEventListener('DOMContentLoaded', () => (document.documentElement.dir = dir));
    }, direction);
    await recordedGateway(page);
    await page.goto(address);
    await signIn(page);
    await headline(page, 'people connected');
    const now = Date.now();
    const screens: readonly (readonly [hash: string, headline: RegExp])[] = [
      ['#overview', /people connected/],
      [`#overview?pick=${now - 720_000}-${now - 240_000}`, /people connected/],
      ['#alerts', /^One alert is active/],
      [`#alerts/a-1?from=${now - 900_000}&to=${now}`, /^Missed heartbeats/],
      ['#peers', /people/],
      ['#session/9c41e7b2', /cut the connection/],
      ['#events', /events|Quiet/],
      ['#settings', /^A heartbeat every/],
    ];
    for (const [hash, says] of screens) {
      // oxlint-disable-next-line no-await-in-loop -- one page
      await page.evaluate((next) => void (location.hash = next), hash);
      // oxlint-disable-next-line no-await-in-loop -- one page
      await headline(page, says);
      // oxlint-disable-next-line no-await-in-loop -- one page
      expect([hash, await violations(page)]).toEqual([hash, []]);
      // oxlint-disable-next-line no-await-in-loop -- one page
      const seen = await page.evaluate(() => ({
        overflow: document.documentElement.scrollWidth - innerWidth,
        moving: document.getAnimations().filter(({ playState }) => playState === 'running').length,
      }));
      expect([hash, seen.overflow <= 0]).toEqual([hash, true]);
      // Without reduced motion, one thing moves: the dot of the live data.
      const most = 'reducedMotion' in options ? 0 : 1;
      expect([hash, seen.moving <= most]).toEqual([hash, true]);
    }
  },
);

it('is walked with the keyboard alone', { timeout: 120_000 }, async () => {
  const { page: address } = await built.start({ admin: ADMIN });
  const page = await browser.newPage();
  await recordedGateway(page);
  await page.goto(address);
  await page.getByRole('textbox', { name: 'Token' }).focus();
  await page.keyboard.type(ADMIN.operatorToken);
  await page.keyboard.press('Enter');
  await headline(page, 'people connected');
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await headline(page, 'One alert is active');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await headline(page, 'Missed heartbeats');
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await page.getByRole('columnheader', { name: /In a row/ }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await headline(page, 'cut the connection');
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await headline(page, /events|Quiet/);
  await page.keyboard.press('.');
  await page.getByRole('button', { name: 'Go on' }).waitFor();
  await page.keyboard.press('/');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Kinds of events');
  // Letters that are typed are letters.
  await page.keyboard.type('gs');
  await page.getByRole('textbox', { name: 'Interval in seconds' }).waitFor({ state: 'detached' });
  // Turned off, they do nothing.
  await page.getByRole('checkbox', { name: 'Single keys' }).uncheck();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  expect(page.url()).toContain('#events');
});

it('shows every string of a stranger as text, on every screen', { timeout: 180_000 }, async () => {
  const evil = '<img src=x onerror="document.title=\'hacked\'">';
  const {
    gateway,
    page: address,
    port,
  } = await built.start({
    admin: ADMIN,
    collect: true,
    trustedProxies: ['127.0.0.1'],
    allowedHosts: ['127.0.0.1'],
  });
  const sockets = [0, 1, 2].map((index) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, {
      headers: { 'User-Agent': `<b>${evil}</b>/${index}`, 'X-Forwarded-For': `<i>${index}</i>` },
    });
    socket.on('open', () => {
      const sessionId = String(index).repeat(32);
      socket.send(JSON.stringify({ type: 'heartbeat.hello', client: evil, sessionId, attempt: 0 }));
    });
    return socket;
  });
  await waitFor('all to be there', () => gateway.peers.size === 3);
  const page = await browser.newPage();
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(address);
  await signIn(page);
  await headline(page, /3 people connected/);
  await fetch(`http://127.0.0.1:${port}/heartbeat/notice`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${ADMIN.operatorToken}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ text: { en: evil }, forMs: 60_000 }),
  });
  await fetch(`http://127.0.0.1:${port}/heartbeat/settings`, {
    method: 'PATCH',
    headers: { Authorization: `Bearer ${ADMIN.operatorToken}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ logLevel: 'warn', reason: evil }),
  });
  await page.evaluate(() => void (location.hash = '#events'));
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  sockets[0]?.close(4_000, evil.slice(0, 100));
  await page.getByText(/4000/).first().waitFor();
  await page.getByRole('button', { name: 'connection.closed' }).first().click();
  await page.locator('pre').waitFor();
  for (const hash of [
    '#overview',
    '#alerts',
    '#peers',
    `#session/${'1'.repeat(32)}`,
    `#session/${encodeURIComponent(evil)}`,
    `#peer/${encodeURIComponent(evil)}`,
    `#alerts/${encodeURIComponent(evil)}`,
    `#peers?q=${encodeURIComponent(evil)}`,
    `#${encodeURIComponent(evil)}`,
    '#settings',
  ]) {
    // oxlint-disable-next-line no-await-in-loop -- one page
    await page.evaluate((next) => void (location.hash = next), hash);
    // oxlint-disable-next-line no-await-in-loop -- one page
    await page.getByRole('heading', { level: 1 }).waitFor();
    // oxlint-disable-next-line no-await-in-loop -- one page
    expect([hash, await page.locator('img, main i > b, script:not([src])').count()]).toEqual([hash, 0]);
    // oxlint-disable-next-line no-await-in-loop -- one page
    expect([hash, await page.title()]).toEqual([hash, 'Heartbeat']);
  }
  expect(dialogs).toEqual([]);
  for (const socket of sockets) socket.terminate();
});
