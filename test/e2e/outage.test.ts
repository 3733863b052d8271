import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SocketOptions } from '../../src/client/index.js';
import { createHeartbeatGateway, type HeartbeatGateway } from '../../src/gateway/index.js';
import { startChaosProxy, type ChaosProxy } from '../support/network/chaosProxy.js';
import { waitFor } from '../support/waitFor.js';
import { appForFile, type AppPage } from '../support/browser/appPage.js';

const LOST_AFTER_MS = 1_000;
const slowRetries: SocketOptions = {
  heartbeat: { intervalMs: 1_000 },
  lostAfterMs: LOST_AFTER_MS,
  reconnect: { minDelayMs: 4_000, baseDelayMs: 0 },
};

const app = appForFile();
let gateway: HeartbeatGateway;
let proxy: ChaosProxy;

beforeEach(async () => {
  gateway = createHeartbeatGateway({ port: 0, host: '127.0.0.1', configFile: false, env: {} });
  await gateway.ready;
  proxy = await startChaosProxy({ target: { host: '127.0.0.1', port: gateway.address()?.port ?? 0 } });
});
afterEach(async () => {
  await proxy.close();
  await gateway.close();
});

const kill = (): void => {
  proxy.refuse();
  proxy.resetAll();
};
const opened = async (options: SocketOptions): Promise<AppPage> => {
  const page = await app.open(`${proxy.url}/ws`, options);
  await page.shows('open');
  return page;
};
describe('the gateway killed', () => {
  it('shows the banner within lostAfterMs, with a countdown equal to the real timer', async () => {
    const { page, ...connection } = await opened(slowRetries);
    // Looks at every frame: when the banner came, what its countdown said, and how long it really was.
    await page.evaluate(() => {
      const seen: { t: number; phase: string | null; digits: number | null; leftMs: number | null }[] = [];
      const look = (): void => {
        const element = document.querySelector('[data-heartbeat="banner"]');
        const digits = /\d+/.exec(element?.querySelector('[data-heartbeat="countdown"]')?.textContent ?? '');
        const { heartbeat } = window as unknown as { heartbeat: { retryInMs(): number | null } };
        seen.push({
          t: performance.now(),
          phase: element?.getAttribute('data-phase') ?? null,
          digits: digits && Number(digits[0]),
          leftMs: heartbeat.retryInMs(),
        });
        requestAnimationFrame(look);
      };
      Object.assign(window, { seen });
      look();
    });
    kill();
    await connection.shows('reconnecting');
    await page.waitForTimeout(7_000);

    const { events } = await connection.observed();
    const droppedAt = events.find(({ kind }) => kind === 'connection.closed')?.t ?? 0;
    const seen = await page.evaluate(
      () =>
        (
          window as unknown as {
            seen: { t: number; phase: string | null; digits: number | null; leftMs: number | null }[];
          }
        ).seen,
    );
    const shownAt = seen.find(({ phase }) => phase === 'lost')?.t ?? Infinity;
    console.log(`banner ${Math.round(shownAt - droppedAt)} ms after the drop`);
    expect(shownAt - droppedAt).toBeGreaterThanOrEqual(LOST_AFTER_MS - 1);
    expect(shownAt - droppedAt).toBeLessThanOrEqual(LOST_AFTER_MS + 250);

    const counted = seen.filter(({ digits, leftMs }) => digits !== null && leftMs !== null);
    expect(counted.length).toBeGreaterThan(50);
    for (const { digits, leftMs } of counted) {
      expect(digits).toBeGreaterThanOrEqual(0);
      // A frame may show the second that ends in it.
      expect(Math.abs((digits ?? 0) - Math.ceil((leftMs ?? 0) / 1_000))).toBeLessThanOrEqual(1);
    }
    const exact = counted.filter(({ digits, leftMs }) => digits === Math.ceil((leftMs ?? 0) / 1_000));
    expect(exact.length / counted.length).toBeGreaterThan(0.9);

    const dials = events.filter(({ kind }) => kind === 'connect.started').map(({ t }) => t);
    expect(dials.length).toBeGreaterThanOrEqual(1);
    const rises = counted.filter(({ t, digits }, index) => {
      const next = counted[index + 1];
      const isSameWait = next && !dials.some((dialAt) => dialAt > t && dialAt <= next.t);
      return isSameWait && (next.digits ?? 0) > (digits ?? 0);
    });
    expect(rises).toEqual([]);
  });

  it('the button dials at once; restarted, the banner is gone within a frame and says "Back online" once', async () => {
    const { page, ...connection } = await opened(slowRetries);
    kill();
    await page.getByRole('button', { name: 'Reconnect now' }).waitFor();
    await page.evaluate(() => {
      const marks = { restored: 0, framesUntilGone: -1, clickedAt: 0 };
      Object.assign(window, { marks });
      document.addEventListener('click', () => (marks.clickedAt = performance.now()), true);
      let phase: string | null = null;
      new MutationObserver(() => {
        const now = document.querySelector('[data-heartbeat="banner"]')?.getAttribute('data-phase') ?? null;
        if (now === 'restored' && phase !== 'restored') marks.restored += 1;
        phase = now;
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
      const { heartbeat } = window as unknown as {
        heartbeat: { store: { subscribe(listener: (state: { status: string }) => void): void } };
      };
      heartbeat.store.subscribe(({ status }) => {
        if (status !== 'open' || marks.framesUntilGone >= 0) return;
        const countFrames = (frames: number): void => {
          const isGone = document.querySelector('[data-heartbeat="banner"][data-phase="lost"]') === null;
          if (isGone) marks.framesUntilGone = frames;
          else requestAnimationFrame(() => countFrames(frames + 1));
        };
        requestAnimationFrame(() => countFrames(1));
      });
    });
    proxy.accept();
    await page.getByRole('button', { name: 'Reconnect now' }).click();
    await connection.shows('open');
    await page.locator('[data-heartbeat="banner"]').waitFor({ state: 'detached', timeout: 10_000 });

    const marks = await page.evaluate(
      () => (window as unknown as { marks: { restored: number; framesUntilGone: number; clickedAt: number } }).marks,
    );
    const { events } = await connection.observed();
    const dial = events.find(({ kind, t }) => kind === 'connect.started' && t >= marks.clickedAt);
    expect((dial?.t ?? Infinity) - marks.clickedAt).toBeLessThanOrEqual(50);
    expect(marks.framesUntilGone).toBe(1);
    expect(marks.restored).toBe(1);
  });

  it('ends in failed when the attempts are used up; the button revives it with a fresh budget', async () => {
    const { page, ...connection } = await opened({
      reconnect: { maxAttempts: 2, minDelayMs: 200, baseDelayMs: 0 },
      heartbeat: { intervalMs: 1_000 },
    });
    kill();
    await connection.shows('failed');
    expect(await page.getByRole('alert').textContent()).toContain('Could not reconnect');
    expect(await connection.events('retry.exhausted')).toHaveLength(1);
    expect(await connection.snapshot()).toMatchObject({ attempt: 2, nextRetryAt: null });

    await page.getByRole('button', { name: 'Reconnect now' }).click();
    await waitFor(
      'the fresh budget to be used up',
      async () => (await connection.events('retry.exhausted')).length === 2,
    );
    expect((await connection.events('connect.started')).length).toBe(2 + 2);

    proxy.accept();
    await page.getByRole('button', { name: 'Reconnect now' }).click();
    await connection.shows('open');
  });

  it('leaves a form as it was: value, caret and focus', async () => {
    const { page, ...connection } = await opened({ reconnect: { minDelayMs: 1_500, baseDelayMs: 0 } });
    const box = page.getByLabel('Message');
    await box.pressSequentially('half a sentence');
    await box.press('Home');
    await box.press('ArrowRight');
    kill();
    await page.locator('[data-heartbeat="banner"][data-phase="lost"]').waitFor();
    await box.pressSequentially('XY');
    proxy.accept();
    await connection.shows('open');
    await box.pressSequentially('Z');
    await page.locator('[data-heartbeat="banner"][data-phase="restored"]').waitFor();

    expect(await box.inputValue()).toBe('hXYZalf a sentence');
    expect(await box.evaluate((element: HTMLTextAreaElement) => element.selectionStart)).toBe(4);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
    expect((await connection.observed()).formMounts).toBe(1);
  });
});

describe('a healthy connection', () => {
  it('10 000 messages and 100 pongs render nothing that shows the status', async () => {
    const { page, ...connection } = await opened({});
    await waitFor('the first pong', async () => (await connection.events('pong.received')).length > 0);
    const before = await connection.observed();
    for (let batch = 0; batch < 100; batch++) {
      for (let message = 0; message < 100; message++) gateway.broadcast('{"type":"chat","text":"hello"}');
      gateway.broadcast('{"type":"pong"}');
      await page.waitForTimeout(5);
    }
    await waitFor('all of them', async () => (await connection.observed()).messages === 10_000);
    const after = await connection.observed();
    expect(after.events.filter(({ kind }) => kind === 'pong.received').length).toBeGreaterThanOrEqual(101);
    expect(after.statusRenders).toBe(before.statusRenders);
    await waitFor('the counters', async () => (await connection.snapshot()).counters.messagesIn === 10_000);
    expect((await connection.observed()).statusRenders).toBe(before.statusRenders);
  });

  it('in StrictMode makes exactly one upgrade and says nothing on the console', async () => {
    const noise: string[] = [];
    const page = await app.open(`${proxy.url}/ws`, {}, { strict: '' });
    page.page.on('console', (message) => noise.push(message.text()));
    await page.shows('open');
    await page.page.waitForTimeout(300);
    expect(gateway.stats().counters.opened).toBe(1);
    expect(noise).toEqual([]);
  });
});
