import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { browserForFile } from '../support/browser/browser.js';
import { pagesForFile } from '../support/browser/pages.js';
import { startGateway } from '../support/gateway/gateways.js';
import { startChaosProxy } from '../support/network/chaosProxy.js';
import { sleep, waitFor } from '../support/waitFor.js';
import { writeFilm, type Frame } from './encode.js';

const browser = browserForFile();
const pages = pagesForFile();

/** Colleagues who talk on the server, whether the page hears them or not. */
async function startChat() {
  const { gateway, port } = await startGateway();
  const said: string[] = [];
  const say = (from: string, text: string): void => {
    const line = JSON.stringify({ id: said.length + 1, from, text });
    said.push(line);
    gateway.broadcast(line);
  };
  gateway.on('connection', (socket) => {
    socket.on('message', (data) => {
      const { since, text } = JSON.parse((data as Buffer).toString()) as { since?: number; text?: string };
      if (since !== undefined) for (const line of said.slice(since)) socket.send(line);
      if (text !== undefined) say('me', text);
    });
  });
  return { gateway, port, say };
}

/** Pictures of the page, as fast as it gives them, until `stop`. */
function film(page: Page): { stop: () => Promise<readonly Frame[]> } {
  const frames: Frame[] = [];
  const stopping = new AbortController();
  const shooting = (async () => {
    while (!stopping.signal.aborted) {
      const atMs = Date.now();
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      frames.push({ png: await page.screenshot(), atMs });
      // oxlint-disable-next-line no-await-in-loop -- ten a second at most
      await sleep(Math.max(0, atMs + 90 - Date.now()));
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await shooting;
      return frames;
    },
  };
}

it.each(['light', 'dark'] as const)('an outage, %s', async (colorScheme) => {
  const { port, say } = await startChat();
  const path = await startChaosProxy({ target: { port } });
  const page = await browser.newPage({ colorScheme, viewport: { width: 720, height: 400 }, deviceScaleFactor: 1.5 });
  await page.goto(pages.url('chat', { gateway: `${path.url}/ws` }));
  const ours = (text: string): Promise<void> =>
    page.locator('.socket strong').nth(1).getByText(text, { exact: true }).waitFor();
  await ours('open');
  say('Grace', 'The pipeline is green.');
  say('Ada', 'The new build is out.');
  say('Grace', 'Looking at it now.');
  await page.getByText('Looking at it now.').waitFor();
  await sleep(500);

  const shooting = film(page);
  await sleep(1_200);
  path.blackhole();
  say('Ada', 'Stop. Checkout fails on it.');
  await page.getByText('Connection lost', { exact: true }).waitFor();
  await page.getByRole('textbox').pressSequentially('Shall I roll it out?', { delay: 70 });
  await page.keyboard.press('Enter');
  say('Grace', 'Seen. Rolling back.');
  await sleep(1_500);
  path.heal();
  await ours('open');
  await page.getByText('Seen. Rolling back.').waitFor();
  await waitFor('the answer to be gone', async () => (await page.locator('[data-heartbeat="banner"]').count()) === 0);
  await sleep(700);
  const frames = await shooting.stop();

  const size = await writeFilm(`outage-${colorScheme}.webp`, frames, 1_500);
  console.log(`outage-${colorScheme}: ${frames.length} frames, ${Math.round(size / 1_000)} kB`);
  expect(size).toBeLessThan(400_000);
});
