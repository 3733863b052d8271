import { describe, expect, it } from 'vitest';
import type { EngineApp } from '../support/engines/engineApp.js';
import { BANNER, BEATS, type EngineWorld } from '../support/engines/engineWorld.js';
import { serveLinks } from '../support/engines/links.js';
import { sleep, waitFor } from '../support/waitFor.js';

/** From now on, whether a banner was ever there, however short. */
const WATCH_BANNERS = `(() => {
  window.bannersSeen = 0;
  const look = () => ${BANNER} && (window.bannersSeen += 1);
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
})()`;

/** Nothing was shown, and nothing counted, by the time that all is well again. */
async function wasNoOutage(app: EngineApp): Promise<void> {
  // In an engine that closed the socket, longer than it takes to show a banner.
  await sleep(1_500);
  await app.shows('open');
  expect(await app.evaluate('window.bannersSeen')).toBe(0);
  expect(await app.snapshot()).toMatchObject({ attempt: 0, lost: false });
  expect((await app.events('connect.failed')).length).toBe(0);
}

/** A page that lives, as every engine must let it. */
export const pageSteps = (world: EngineWorld): unknown =>
  describe('a page', () => {
    it('in StrictMode opens one socket, and both sides answer heartbeats', async () => {
      const app = await world.open(BEATS, { strict: '' });
      expect(world.gateway.stats().counters.opened).toBe(1);
      await waitFor('two pongs', async () => (await app.events('pong.received')).length >= 2);
      const [peer] = world.gateway.peers;
      peer?.socket.send('{"type":"ping","id":77}');
      await waitFor('the answer', async () =>
        (await app.events('pong.sent')).some((record) => record.kind === 'pong.sent' && record.id === 77),
      );
      expect(world.proxy.connections.accepted).toBe(1);
    });

    it.each(['slow', 'nothing', 'attachment'])('that stays at a link to /%s has no outage', async (path) => {
      const links = await serveLinks();
      const app = await world.open();
      await app.evaluate(WATCH_BANNERS);
      const link = `<a id="link" href="${links.url}/${path}">${path}</a>`;
      await app.evaluate(`document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(link)})`);
      await app.click('#link');
      await waitFor('the request', () => links.asked.includes(`/${path}`));
      await waitFor('the answer', () => links.answered.includes(`/${path}`));
      await wasNoOutage(app);
    });

    it('that comes back by the back button is open again, with one socket and no banner', async () => {
      // The proxy would keep the end of a connection to itself, and Chromium says no more when it puts a page away.
      const app = await world.open(BEATS, {}, `ws://127.0.0.1:${world.port}/ws`);
      await app.open(world.pages.url('app', { away: '1' }));
      await waitFor('the other page', () => app.evaluate(`location.search.includes('away')`));
      await app.back();
      await waitFor('the page', () => app.evaluate(`!location.search.includes('away') && 'heartbeat' in window`));
      await app.shows('open');
      expect(await app.evaluate(`${BANNER} === null`)).toBe(true);
      await waitFor('one socket', () => world.gateway.peers.size === 1);
    });

    it('mounted and unmounted 20 times leaves no socket', async () => {
      const page = await world.newPage();
      await page.open(world.pages.url('leaks'));
      await waitFor('the page', () => page.evaluate(`'mountAndUnmount' in window`));
      await page.evaluate(`mountAndUnmount([${JSON.stringify(`${world.proxy.url}/ws`)}], 20)`);
      await waitFor('every socket to be gone', () => world.proxy.connections.open === 0);
      expect(world.proxy.connections.accepted).toBeGreaterThan(0);
      expect(world.gateway.peers.size).toBe(0);
    });

    it('that receives 10 000 messages renders nothing for them', async () => {
      const app = await world.open({});
      await waitFor('the first pong', async () => (await app.events('pong.received')).length > 0);
      const { statusRenders } = await app.observed();
      for (let batch = 0; batch < 100; batch++) {
        for (let message = 0; message < 100; message++) world.gateway.broadcast('{"type":"chat","text":"hello"}');
        await sleep(5);
      }
      await waitFor('all of them', async () => (await app.observed()).messages === 10_000);
      await waitFor('the counters', async () => (await app.snapshot()).counters.messagesIn === 10_000);
      expect((await app.observed()).statusRenders).toBe(statusRenders);
    });
  });
