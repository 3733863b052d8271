import { describe, expect, it } from 'vitest';
import { BANNER, BEATS, press, WATCH_PRESS, type EngineWorld } from '../support/engines/engineWorld.js';
import { startGateway } from '../support/gateway/gateways.js';
import { waitFor } from '../support/waitFor.js';

const FIELD = `document.querySelector('textarea')`;
/** From now on, how late the page's timers are: three engines share a small machine. */
const WATCH_LATENESS = `(() => {
  let last = performance.now();
  window.lateMs = 0;
  setInterval(() => {
    const now = performance.now();
    window.lateMs = Math.max(window.lateMs, now - last - 50);
    last = now;
  }, 50);
})()`;

/** Outages, as every engine must survive them. */
export const outageSteps = (world: EngineWorld): unknown =>
  describe('an outage', () => {
    it('a black hole is noticed in time, and a field keeps its value, its caret and the focus', async () => {
      const app = await world.open();
      await app.evaluate(WATCH_LATENESS);
      await waitFor('a pong', async () => (await app.events('pong.received')).length > 0);
      await app.click('textarea');
      await app.type('half');
      await app.evaluate(`${FIELD}.setSelectionRange(1, 1)`);
      world.proxy.blackhole();
      await app.type('X');
      await app.shows('reconnecting');
      await app.type('Y');
      const { events, states } = await app.observed();
      // The gateway's own pings are life as well: one that came after ours, whose answer is late, begins the silence anew.
      const lastHeard = events.findLast(({ kind }) => kind === 'pong.received' || kind === 'ping.received')?.seq ?? 0;
      const pingAt = events.find(({ kind, seq }) => kind === 'ping.sent' && seq > lastHeard)?.t ?? NaN;
      const noticedMs = (states.find(({ status }) => status === 'reconnecting')?.t ?? NaN) - pingAt;
      expect(noticedMs).toBeGreaterThan(3_000 - 100);
      // A page that was late itself asks once more before it judges: that is another timeout.
      const wasLate = events.some(({ kind, seq }) => seq > lastHeard && kind === 'clock.late');
      const lateMs = await app.evaluate<number>('window.lateMs');
      expect(noticedMs).toBeLessThan((wasLate ? 2 : 1) * 3_000 + 1_000 + 2 * lateMs);
      await waitFor('the banner', () => app.evaluate(`${BANNER} !== null`));

      world.proxy.heal();
      world.proxy.resetAll();
      await app.shows('open');
      await app.type('Z');
      const field = `[${FIELD}.value, ${FIELD}.selectionStart, document.activeElement === ${FIELD}]`;
      expect(await app.evaluate(field)).toEqual(['hXYZalf', 4, true]);
      expect((await app.observed()).formMounts).toBe(1);
    });

    it('ends in failed when the attempts are used up, and the button opens again', async () => {
      const app = await world.open({ ...BEATS, reconnect: { maxAttempts: 2, minDelayMs: 200, baseDelayMs: 0 } });
      world.kill();
      await app.shows('failed');
      await waitFor('the alert', () =>
        app.evaluate(`document.querySelector('[role="alert"]')?.textContent.includes('Can’t reconnect') ?? false`),
      );
      world.proxy.accept();
      await press(app, 'Try again');
      await app.shows('open');
      expect(world.gateway.peers.size).toBe(1);
    });

    it('of many attempts ends within a second of the press of the button', async () => {
      const app = await world.open({ ...BEATS, reconnect: { maxAttempts: 12, minDelayMs: 500, baseDelayMs: 0 } });
      world.kill();
      await waitFor('all attempts to be used up', async () => (await app.snapshot()).status === 'failed', 40_000);
      await app.evaluate(WATCH_PRESS);
      world.proxy.accept();
      await press(app, 'Try again');
      await app.shows('open');
      expect(await app.evaluate<number>('openedAt - clickedAt')).toBeLessThan(1_000);
    });

    it('of a gateway that closes is a restart, and ends when the next one is there', async () => {
      const app = await world.open();
      await world.gateway.close();
      await waitFor('the loss', async () => (await app.snapshot()).status === 'reconnecting');
      expect(await app.snapshot()).toMatchObject({ cause: 'drain' });
      expect(await app.events('drain.received')).toMatchObject([{ reason: 'restart', windowMs: 5_000 }]);
      const next = await startGateway({ port: world.port });
      await app.shows('open');
      expect(next.gateway.peers.size).toBe(1);
    });
  });
