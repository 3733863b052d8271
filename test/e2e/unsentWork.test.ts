import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { browserForFile } from '../support/browser/browser.js';
import { pagesForFile } from '../support/browser/pages.js';
import { startGateway } from '../support/gateway/gateways.js';
import { startChaosProxy } from '../support/network/chaosProxy.js';
import { waitFor } from '../support/waitFor.js';

const chromium = browserForFile();
const pages = pagesForFile();

const says = (page: Page, state: string): Promise<void> =>
  page.locator(`[data-heartbeat="send-status"][data-state="${state}"]`).waitFor({ timeout: 15_000 });

/** Tries to close the page as a person does, and stays where the browser asks. */
async function isAsked(page: Page): Promise<boolean> {
  let asked = false;
  page.once('dialog', (dialog) => {
    asked = dialog.type() === 'beforeunload';
    void dialog.dismiss();
  });
  await page.close({ runBeforeUnload: true });
  await waitFor('the page to close, or to ask', () => asked || page.isClosed());
  return asked;
}

it('a page with unsent work says so, asks before it closes, and closes unasked when all has arrived', async () => {
  const { gateway, port } = await startGateway({ heartbeat: { intervalMs: 1_000, timeoutMs: 3_000 } });
  let arrivedCount = 0;
  gateway.on('connection', (peer) => peer.on('message', () => (arrivedCount += 1)));
  const proxy = await startChaosProxy({ target: { port } });
  const page = await chromium.newPage();
  await page.goto(pages.url('unsent', { url: `${proxy.url}/ws` }));
  await page.locator('output', { hasText: /^open$/ }).waitFor();
  expect(await page.locator('[data-heartbeat="send-status"]').count()).toBe(0);

  const send = page.getByRole('button', { name: 'Send' });
  await send.click();
  await says(page, 'received');

  // Nothing comes through, and no one says so: what was sent into the hole is in doubt, what comes later waits.
  proxy.blackhole();
  await send.click();
  await says(page, 'sending');
  expect(await isAsked(page)).toBe(true);
  await says(page, 'in-doubt');
  await send.click();
  await page.getByText('1 in doubt · 1 waiting').waitFor();
  expect(await isAsked(page)).toBe(true);

  proxy.heal();
  proxy.resetAll();
  await waitFor('the waiting message', () => arrivedCount === 2);
  const flushed = await page.evaluate(() => (window as unknown as { flushed(): Promise<string> }).flushed());
  expect(flushed).toBe('in-doubt');
  await page.getByText('1 in doubt', { exact: true }).waitFor();
  expect(await isAsked(page)).toBe(false);
});
