import { beforeEach, describe, expect, it } from 'vitest';
import type { SocketOptions } from '../../src/client/index.js';
import type { HeartbeatGateway } from '../../src/gateway/index.js';
import { appForFile, type AppPage } from '../support/browser/appPage.js';
import { watchCountdown } from '../support/browser/countdownWatch.js';
import { watchLateness } from '../support/browser/lateness.js';
import { startGateway } from '../support/gateway/gateways.js';
import { startChaosProxy, type ChaosProxy } from '../support/network/chaosProxy.js';
import { sleep, waitFor } from '../support/waitFor.js';

const LOST_AFTER_MS = 1_000;
const slowRetries: SocketOptions = {
  heartbeat: { intervalMs: 1_000 },
  lostAfterMs: LOST_AFTER_MS,
  reconnect: { minDelayMs: 3_000, baseDelayMs: 0 },
};

const app = appForFile();
let gateway: HeartbeatGateway;
let proxy: ChaosProxy;

beforeEach(async () => {
  const { port, ...started } = await startGateway();
  ({ gateway } = started);
  proxy = await startChaosProxy({ target: { port } });
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
    const lateness = await watchLateness(page);
    const countdown = await watchCountdown(page);
    kill();
    const attempts = () => connection.events('connect.started');
    await waitFor('two attempts', async () => (await attempts()).length >= 2);

    const droppedAt = (await connection.events('connection.closed'))[0]?.t ?? 0;
    const frames = await countdown();
    const lateMs = await lateness();
    const shownAt = frames.find(({ phase }) => phase === 'lost')?.t ?? Infinity;
    console.log(`banner ${Math.round(shownAt - droppedAt)} ms after the drop`);
    // The page may be late to hear of the drop as well.
    expect(shownAt - droppedAt).toBeGreaterThanOrEqual(LOST_AFTER_MS - 1 - lateMs);
    expect(shownAt - droppedAt).toBeLessThanOrEqual(LOST_AFTER_MS + 250 + lateMs);

    const counted = frames.filter(({ digits, leftMs }) => digits !== null && leftMs !== null);
    expect(counted.length).toBeGreaterThan(10);
    let rightAt = counted[0]?.t ?? 0;
    for (const { t, digits, leftMs } of counted) {
      expect(digits).toBeGreaterThanOrEqual(0);
      if (digits === Math.ceil((leftMs ?? 0) / 1_000)) rightAt = t;
      // A frame may show the second that ends in it; on a busy machine a timer and then a frame are late.
      expect(t - rightAt).toBeLessThan(100 + 2 * lateMs);
    }

    const dials = (await attempts()).map(({ t }) => t);
    const rises = counted.filter(({ t, digits }, index) => {
      const next = counted[index + 1];
      const isSameWait = next && !dials.some((dialAt) => dialAt > t && dialAt <= next.t);
      return isSameWait && (next.digits ?? 0) > (digits ?? 0);
    });
    expect(rises).toEqual([]);
  });

  it('the button dials at once; restarted, the banner is gone within a frame and says "Back online" once', async () => {
    // Only the button dials: the next attempt is a minute away.
    const { page, ...connection } = await opened({ ...slowRetries, reconnect: { minDelayMs: 60_000, baseDelayMs: 0 } });
    kill();
    await page.getByRole('button', { name: 'Retry now' }).waitFor();
    await page.evaluate(() => {
      const marks = { restored: 0, framesUntilGone: -1, isDialledByClick: false };
      const { heartbeat } = window as unknown as {
        heartbeat: {
          onEvent(listener: (record: { kind: string }) => void): void;
          store: { subscribe(listener: (state: { status: string }) => void): void };
        };
      };
      Object.assign(window, { marks });
      let isInClick = false;
      document.addEventListener(
        'click',
        () => {
          isInClick = true;
          setTimeout(() => (isInClick = false));
        },
        true,
      );
      heartbeat.onEvent(({ kind }) => (marks.isDialledByClick ||= isInClick && kind === 'connect.started'));
      let phase: string | null = null;
      new MutationObserver(() => {
        const now = document.querySelector('[data-heartbeat="banner"]')?.getAttribute('data-phase') ?? null;
        if (now === 'restored' && phase !== 'restored') marks.restored += 1;
        phase = now;
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
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
    await page.getByRole('button', { name: 'Retry now' }).click();
    await connection.shows('open');
    await page.locator('[data-heartbeat="banner"]').waitFor({ state: 'detached' });

    const marks = await page.evaluate(() => (window as unknown as { marks: object }).marks);
    expect(marks).toEqual({ restored: 1, framesUntilGone: 1, isDialledByClick: true });
  });

  it('ends in failed when the attempts are used up; the button revives it with a fresh budget', async () => {
    const { page, ...connection } = await opened({
      reconnect: { maxAttempts: 2, minDelayMs: 200, baseDelayMs: 0 },
      heartbeat: { intervalMs: 1_000 },
    });
    kill();
    await connection.shows('failed');
    expect(await page.getByRole('alert').textContent()).toContain('Can’t reconnect');
    expect(await connection.events('retry.exhausted')).toHaveLength(1);
    expect(await connection.snapshot()).toMatchObject({ attempt: 2, nextRetryAt: null });

    await page.getByRole('button', { name: 'Try again' }).click();
    await waitFor(
      'the fresh budget to be used up',
      async () => (await connection.events('retry.exhausted')).length === 2,
    );
    expect((await connection.events('connect.started')).length).toBe(2 + 2);

    proxy.accept();
    await page.getByRole('button', { name: 'Try again' }).click();
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
    const restored = page.locator('[data-heartbeat="banner"][data-phase="restored"]').waitFor();
    proxy.accept();
    await connection.shows('open');
    await box.pressSequentially('Z');
    await restored;

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
    await sleep(300);
    expect(gateway.stats().counters.opened).toBe(1);
    expect(noise).toEqual([]);
  });
});
