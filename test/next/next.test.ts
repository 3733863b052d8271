import { once } from 'node:events';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page, WebSocket } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserForFile } from '../support/browser/browser.js';
import { sleep, waitFor } from '../support/waitFor.js';
import { appFolder, buildNextApp, startNextApp, type NextApp } from './nextApp.js';

const chromium = browserForFile();

/** What a page is made of, where it is, and its word for `idle`. */
const PAGES = [
  ['a client component with the hook', '/', 'Not connected'],
  ['provider, banner and German in a server component', '/direct', 'Nicht verbunden'],
  ['chart, log, settings and devtools in a server component', '/panels', 'Not connected'],
] as const;

/** Opens a page, and keeps what its console and its sockets say. */
async function open(app: NextApp, path: string): Promise<{ page: Page; said: string[]; sockets: WebSocket[] }> {
  const page = await chromium.newPage();
  const said: string[] = [];
  const sockets: WebSocket[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('websocket', (socket) => sockets.push(socket));
  await page.goto(app.origin + path);
  await page.locator('[data-heartbeat=indicator][data-status=open]').waitFor();
  return { page, said, sockets };
}

const pathOf = (socket: WebSocket): string => new URL(socket.url()).pathname;
const ours = (sockets: readonly WebSocket[]): WebSocket[] => sockets.filter((socket) => pathOf(socket) === '/ws');
const nexts = (sockets: readonly WebSocket[]): WebSocket[] =>
  sockets.filter((socket) => pathOf(socket).startsWith('/_next/'));

/** What holds for every page, in whatever mode the app runs. */
function behavesOnServerAndPage(running: () => NextApp): void {
  it.each(PAGES)('D1: %s: rendered on the server, idle', async (_what, path, word) => {
    const response = await fetch(running().origin + path);
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(html).toMatch(/<span[^>]* data-heartbeat="indicator"[^>]*>/);
    expect(html).toMatch(/<span[^>]* data-status="idle"[^>]*>/);
    expect(html).toContain(`<span data-heartbeat="word">${word}</span>`);
    // No component has asked a server for a connection.
    expect(await running().gateway()).toMatchObject({ opened: 0 });
  });

  it.each(PAGES)('D1: %s: hydrates in silence, and opens one socket', async (_what, path) => {
    const before = await running().gateway();
    const { page, said, sockets } = await open(running(), path);
    await sleep(500);
    expect(said).toEqual([]);
    expect(ours(sockets)).toHaveLength(1);
    expect(await running().gateway()).toMatchObject({ peers: 1, opened: before.opened + 1, rejected: 0 });
    await page.close();
    await waitFor('the socket is gone with its page', async () => (await running().gateway()).peers === 0);
  });
}

describe('a Next app, built', () => {
  let app: NextApp;
  beforeAll(async () => {
    await buildNextApp();
    app = await startNextApp('production');
  });
  afterAll(() => app.close());

  behavesOnServerAndPage(() => app);

  it('D4: answers upgrades of strangers, which Next would leave hanging', async () => {
    const stranger = get(`${app.origin}/other`, { headers: { connection: 'Upgrade', upgrade: 'websocket' } });
    const [response] = (await once(stranger, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(404);
    response.resume();
  });

  it('D1: its server has complained of nothing', () => {
    expect(app.complaints()).toBe('');
  });
});

describe('a Next app in development', () => {
  const unedited = fileURLToPath(new URL('fixture/app/Chat.jsx', import.meta.url));
  const edited = join(appFolder, 'app/Chat.jsx');
  let app: NextApp;
  beforeAll(async () => {
    // A run before this one has left its last edit, and what Next remembers of it.
    copyFileSync(unedited, edited);
    rmSync(join(appFolder, '.next/dev'), { recursive: true, force: true });
    app = await startNextApp('development');
  });
  afterAll(() => app.close());

  behavesOnServerAndPage(() => app);

  it('D4: shows three edits without a reload, on one socket, beside Next’s own', async () => {
    const source = readFileSync(unedited, 'utf8');
    const before = await app.gateway();
    const { page, said, sockets } = await open(app, '/');
    await page.getByLabel('Notes').fill('kept');
    const closed: string[] = [];
    for (const socket of sockets) socket.on('close', () => closed.push(pathOf(socket)));
    const seen = new Set<string>();
    for (let edit = 1; edit <= 3; edit += 1) {
      // An option changes as well, as it does when a user tries one after the other.
      writeFileSync(edited, source.replace('edit 0', `edit ${edit}`).replace('500', `${500 + edit}`));
      await page.getByRole('heading', { name: `edit ${edit}`, exact: true }).waitFor();
      seen.add(await page.locator('output').innerText());
    }
    expect([...seen]).toEqual(['open']);
    // A full reload would have emptied it.
    expect(await page.getByLabel('Notes').inputValue()).toBe('kept');
    expect(said).toEqual([]);
    expect([ours(sockets).length, nexts(sockets).length, closed]).toEqual([1, 1, []]);
    expect(await app.gateway()).toMatchObject({ peers: 1, opened: before.opened + 1, rejected: 0 });
  });

  it('D1: its server has complained of nothing', () => {
    expect(app.complaints()).toBe('');
  });
});
