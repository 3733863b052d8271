import { expect, it } from 'vitest';
import { BANNER, engineWorld, press, WATCH_PRESS } from '../support/engines/engineWorld.js';
import { startFirefox } from '../support/engines/puppeteerEngine.js';
import { sleep, waitFor } from '../support/waitFor.js';

const world = engineWorld(startFirefox);

/** From now on, every title that the banner shows. */
const WATCH_TITLES = `(() => {
  window.titles = [];
  const look = () => {
    const title = ${BANNER}?.querySelector('[data-heartbeat="banner-title"]')?.textContent;
    if (title && titles.at(-1) !== title) titles.push(title);
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
})()`;

/** By then all attempts of the default options are used up, and Firefox would hold back a dial to the same path. */
const OUTAGE_MS = 120_000;

it('after two minutes without a server, the button opens within a second, and nothing false was shown', async () => {
  const app = await world.open({});
  await app.evaluate(WATCH_TITLES);
  world.kill();
  await sleep(OUTAGE_MS);
  // Dials that a busy machine made Firefox hold back are not counted, and come on top.
  await waitFor('all attempts to be used up', async () => (await app.snapshot()).status === 'failed', 90_000);
  await app.shows('failed');
  const titles = await app.evaluate<string[]>('titles');
  expect(titles.at(-1)).toBe('Can’t reconnect');
  for (const title of titles)
    expect(title).toMatch(/^(Connection lost|Not connected|Can’t connect|Can’t reach the server|Can’t reconnect)$/);

  await app.evaluate(WATCH_PRESS);
  world.proxy.accept();
  await press(app, 'Try again');
  await app.shows('open');
  expect(await app.evaluate<number>('openedAt - clickedAt')).toBeLessThan(1_000);
}, 270_000);
