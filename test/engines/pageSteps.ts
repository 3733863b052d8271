import { describe, expect, it } from 'vitest';
import type { EngineApp } from '../support/engines/engineApp.js';
import { BANNER, BEATS, type EngineWorld } from '../support/engines/engineWorld.js';
import { serveLinks } from '../support/engines/links.js';
import { startEchoServer } from '../support/network/echoServer.js';
import { startSlowProxy } from '../support/network/slowProxy.js';
import { sleep, waitFor } from '../support/waitFor.js';

/** From now on, whether a banner was ever there, however short. */
const WATCH_BANNERS = `(() => {
  window.bannersSeen = 0;
  const look = () => ${BANNER} && (window.bannersSeen += 1);
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
})()`;

/**
 * Whether the last dial took a busy machine longer than `lostAfterMs`, since the loss or since the page was back: a banner is
 * right then.
 */
async function wasSlow(app: EngineApp): Promise<boolean> {
  const { events } = await app.observed();
  const opened = events.findLast(({ kind }) => kind === 'connect.opened');
  const before = events.filter(({ seq }) => seq < (opened?.seq ?? 0));
  const from =
    before.findLast(({ kind }) => kind === 'connection.closed' || kind === 'page.changed') ??
    before.find(({ kind }) => kind === 'connect.started');
  return (opened?.t ?? NaN) - (from?.t ?? NaN) >= 1_000;
}

/** Nothing was shown, and nothing counted, by the time that all is well again. */
async function wasNoOutage(app: EngineApp): Promise<void> {
  // In an engine that closed the socket, longer than it takes to show a banner.
  await sleep(1_500);
  await app.shows('open');
  expect(await app.snapshot()).toMatchObject({ attempt: 0, lost: false });
  expect((await app.events('connect.failed')).length).toBe(0);
  const waits = (await app.events('retry.scheduled')).map(
    (record) => record.kind === 'retry.scheduled' && record.delayMs,
  );
  expect(waits.filter((delayMs) => Number(delayMs) > 100)).toEqual([]);
  expect((await wasSlow(app)) ? 0 : await app.evaluate('window.bannersSeen')).toBe(0);
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
      expect((await wasSlow(app)) || (await app.evaluate(`${BANNER} === null`))).toBe(true);
      await waitFor('one socket', () => world.gateway.peers.size === 1);
    });

    it('whose policy forbids the socket fails at once, and blames no server', async () => {
      const app = await world.visit(`${world.proxy.url}/ws`, {}, { policy: "connect-src 'none'" });
      await app.shows('failed');
      expect(await app.snapshot()).toMatchObject({ cause: 'connect-error', counters: { attempts: 1 } });
      expect(await app.events('connect.failed')).toMatchObject([{ message: expect.stringContaining('connect-src') }]);
      expect(await app.evaluate(`${BANNER}?.textContent`)).toContain('Can’t reconnect');
      expect(world.proxy.connections.accepted).toBe(0);
    });

    it('whose policy forbids to ask why a dial failed says no more than that it failed', async () => {
      // The pages' own server, which takes no sockets.
      const options = { reconnect: { minDelayMs: 300, baseDelayMs: 0 } };
      const app = await world.visit('/ws', options, { policy: 'connect-src ws://127.0.0.1:*' });
      await waitFor('the page', () => app.evaluate(`'heartbeat' in window`));
      await waitFor('the answer', async () => (await app.events('connect.diagnosed')).length > 0);
      expect(await app.events('connect.diagnosed')).toMatchObject([{ cause: 'connect-error' }]);
      expect((await app.snapshot()).cause).toBe('connect-error');
    });

    it('whose long message is under way over a slow link is not cut, whatever its bufferedAmount says', async () => {
      const backend = await startEchoServer();
      const slow = await startSlowProxy(backend.port, 100_000);
      const options = { heartbeat: { intervalMs: 1_000, timeoutMs: 40_000 } };
      const app = await world.open(options, {}, `${slow.url}/`);
      await waitFor('a fast round trip', async () => (await app.snapshot()).latency !== null);
      // Ten seconds each way: longer than the patience of seven that was learned.
      await app.evaluate(`heartbeat.send('x'.repeat(1_000_000))`);
      const buffered = await app.evaluate<number>('heartbeat.bufferedAmount');
      await waitFor('it to arrive', () => backend.received.some(({ length }) => length === 1_000_000), 50_000);
      backend.broadcast('y'.repeat(1_000_000));
      await waitFor('the answer', async () => (await app.observed()).messages > 0, 50_000);
      console.log(`of 1 MB that was sent, bufferedAmount says ${buffered}`);
      expect((await app.snapshot()).counters).toMatchObject({ attempts: 1, reconnects: 0 });
      // Twenty seconds under way, where nothing else is slow.
    }, 150_000);

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
      const { statusRenders, states } = await app.observed();
      for (let batch = 0; batch < 100; batch++) {
        for (let message = 0; message < 100; message++) world.gateway.broadcast('{"type":"chat","text":"hello"}');
        await sleep(5);
      }
      await waitFor('all of them', async () => (await app.observed()).messages === 10_000);
      await waitFor('the counters', async () => (await app.snapshot()).counters.messagesIn === 10_000);
      const after = await app.observed();
      // On a busy machine a heartbeat may be late meanwhile, which is rendered.
      const wasCalm = after.states.slice(states.length).every(({ status }) => status === 'open');
      expect(wasCalm ? after.statusRenders - statusRenders : 0).toBe(0);
    });
  });
