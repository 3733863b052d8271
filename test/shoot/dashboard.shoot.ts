import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { recordedState } from '../../stories/dashboard/recorded.js';
import { recordedCommons, recordedPeers } from '../../stories/dashboard/recordedPeers.js';
import { recordedSession } from '../../stories/dashboard/recordedSession.js';
import { browserForFile } from '../support/browser/browser.js';
import { builtGatewayForFile } from '../support/browser/builtGateway.js';
import { ADMIN, join } from '../support/gateway/gateways.js';
import { sleep } from '../support/waitFor.js';
import { writePicture } from './encode.js';

const browser = browserForFile();
const built = builtGatewayForFile();

/** A real gateway's page, over the data of a busy day that the stories show. Settings and events are the gateway's own. */
async function recordBusyDay(page: Page): Promise<void> {
  const now = Date.now();
  const { stats, alerts } = recordedState(now);
  const answers: readonly (readonly [path: string, value: unknown])[] = [
    ['**/heartbeat/stats*', stats],
    ['**/heartbeat/alerts', alerts],
    ['**/heartbeat/peers*', { ...recordedPeers(now, 200), total: 1_204, standsOut: recordedCommons }],
    ['**/heartbeat/sessions/*/timeline', recordedSession(now)],
  ];
  await Promise.all(
    answers.map(([path, value]) =>
      page.route(path, (route) =>
        route.request().method() === 'GET' ? route.fulfill({ json: value }) : route.continue(),
      ),
    ),
  );
}

it.each(['light', 'dark'] as const)('every screen of the dashboard, %s', async (colorScheme) => {
  const { page: address, url } = await built.start({ admin: ADMIN });
  // Someone is there, so that the events are not empty.
  await Promise.all(Array.from({ length: 6 }, () => join(url)));
  const page = await browser.newPage({
    colorScheme,
    viewport: { width: 1_280, height: 800 },
    deviceScaleFactor: 1.25,
    bypassCSP: true,
  });
  await recordBusyDay(page);
  await page.addInitScript(() => {
    addEventListener('DOMContentLoaded', () => {
      const style = document.createElement('style');
      // What a system without a font of its own has, reads as one that has.
      style.textContent = `* { font-family: 'Liberation Sans', sans-serif !important; }`;
      document.head.append(style);
    });
  });
  const take = async (name: string): Promise<void> => {
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await sleep(1_200);
    const size = await writePicture(`dashboard-${name}-${colorScheme}.webp`, await page.screenshot());
    console.log(`dashboard-${name}-${colorScheme}: ${Math.round(size / 1_000)} kB`);
    expect(size).toBeLessThan(150_000);
  };
  const headline = (says: RegExp): Promise<void> =>
    page.getByRole('heading', { level: 1 }).filter({ hasText: says }).waitFor();

  await page.goto(address);
  await page.getByRole('textbox', { name: 'Token' }).waitFor();
  await take('sign-in');
  await page.getByRole('textbox', { name: 'Token' }).fill(ADMIN.operatorToken);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await headline(/people connected/);
  await take('overview');
  const now = Date.now();
  const screens: readonly (readonly [name: string, hash: string, says: RegExp])[] = [
    ['pick', `#overview?pick=${now - 720_000}-${now - 240_000}`, /people connected/],
    ['alerts', '#alerts', /^One alert is active/],
    ['alert', `#alerts/a-1?from=${now - 900_000}&to=${now}`, /^Missed heartbeats/],
    ['peers', '#peers', /people/],
    ['session', '#session/9c41e7b2', /cut the connection/],
    ['events', '#events', /events|Quiet/],
    ['settings', '#settings', /^A heartbeat every/],
  ];
  for (const [name, hash, says] of screens) {
    // oxlint-disable-next-line no-await-in-loop -- one page
    await page.evaluate((next) => void (location.hash = next), hash);
    // oxlint-disable-next-line no-await-in-loop -- one page
    await headline(says);
    if (name === 'settings') {
      // oxlint-disable-next-line no-await-in-loop -- one page
      await page.getByRole('textbox', { name: 'Interval in seconds' }).fill('55');
    }
    // oxlint-disable-next-line no-await-in-loop -- one page
    await take(name);
  }
});
