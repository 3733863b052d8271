import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { browserForFile } from '../support/browser/browser.js';
import { pagesForFile } from '../support/browser/pages.js';
import { ADMIN, startGateway } from '../support/gateway/gateways.js';
import { startChaosProxy } from '../support/network/chaosProxy.js';
import { waitFor } from '../support/waitFor.js';

const chromium = browserForFile();
const pages = pagesForFile();

const TEXT = { en: 'Maintenance at ten', de: 'Wartung um zehn' };

it('what an operator says reaches open and later pages, in their language, until it is dismissed or withdrawn', async () => {
  const { port, events } = await startGateway({ admin: ADMIN });
  const proxy = await startChaosProxy({ target: { port } });
  const ask = (method: 'PUT' | 'DELETE', body?: object): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}/heartbeat/notice`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN.operatorToken}` },
      ...(body && { body: JSON.stringify(body) }),
    });
  const open = async (lang: string): Promise<Page> => {
    const page = await chromium.newPage();
    await page.goto(pages.url('notice', { url: `${proxy.url}/ws`, lang }));
    await page.getByText('Connected').waitFor();
    return page;
  };

  const english = await open('en');
  expect((await ask('PUT', { level: 'warning', text: TEXT })).status).toBe(200);
  await english.getByText(TEXT.en).waitFor();
  const german = await open('de-AT');
  await german.getByText(TEXT.de).waitFor();

  await english.getByRole('button', { name: 'Dismiss notice' }).click();
  await english.getByText(TEXT.en).waitFor({ state: 'detached' });
  await english.reload();
  await english.getByText('Connected').waitFor();

  // After the connections are lost, both welcomes bring the notice again. What was dismissed stays away.
  const opened = (): number => events.filter(({ kind }) => kind === 'connect.opened').length;
  const before = opened();
  proxy.resetAll();
  await waitFor('both to be back', () => opened() === before + 2);
  await german.getByText(TEXT.de).waitFor();
  expect(await english.locator('[data-heartbeat="notice"][data-level]').count()).toBe(0);

  expect((await ask('PUT', { text: { en: 'Done' } })).status).toBe(200);
  await english.getByText('Done').waitFor();
  expect((await ask('DELETE')).ok).toBe(true);
  await english.getByText('Done').waitFor({ state: 'detached' });
  expect(await german.locator('[data-heartbeat="notice"]').textContent()).toBe('');
});
