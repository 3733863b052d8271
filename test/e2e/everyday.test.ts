import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { BrowserContextOptions, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { browserForFile } from '../support/browser/browser.js';
import { measureContrast, type Contrast } from '../support/browser/measureContrast.js';
import { pagesForFile } from '../support/browser/pages.js';

// The banner where it has to live: under other people's resets, on pages that are light or dark against the system's wish,
// zoomed, beside fields that have focus.

const chromium = browserForFile();
const pages = pagesForFile();
const require = createRequire(import.meta.url);

/** What `npm create vite` puts into index.css, as far as it reaches elements that a banner has. */
const VITE = `
:root { font-family: system-ui; line-height: 1.5; font-weight: 400; color-scheme: light dark; color: rgba(255, 255, 255, 0.87); background-color: #242424; }
a { font-weight: 500; color: #646cff; }
body { margin: 0; min-width: 320px; }
h1 { font-size: 3.2em; }
button { border-radius: 8px; border: 1px solid transparent; padding: 0.6em 1.2em; font-size: 1em; font-weight: 500; font-family: inherit; background-color: #1a1a1a; cursor: pointer; transition: border-color 0.25s; }
button:hover { border-color: #646cff; }
button:focus, button:focus-visible { outline: 4px auto -webkit-focus-ring-color; }
@media (prefers-color-scheme: light) { :root { color: #213547; background-color: #fff; } button { background-color: #f9f9f9; } }`;
const RESETS: Readonly<Record<string, () => Promise<string> | string>> = {
  'the Vite template': () => VITE,
  'Tailwind 3': () => readFile(require.resolve('tailwindcss-3/src/css/preflight.css'), 'utf8'),
  'Tailwind 4': () => readFile(require.resolve('tailwindcss/preflight.css'), 'utf8'),
  Pico: () => readFile(require.resolve('@picocss/pico/css/pico.css'), 'utf8'),
  Bootstrap: () => readFile(require.resolve('bootstrap/dist/css/bootstrap.css'), 'utf8'),
  'inherited colours': () => 'button { color: inherit; font: inherit; background: none; border: 0; padding: 0 }',
};

async function open(query: Record<string, string>, options: BrowserContextOptions = {}, css = ''): Promise<Page> {
  const page = await chromium.newPage({ reducedMotion: 'reduce', ...options });
  await page.goto(pages.url('banners', query));
  await page.locator('[data-heartbeat=banner]').first().waitFor();
  // Before ours, where a reset belongs, and after it, where apps often have it.
  await page.evaluate(
    (text) => document.head.prepend(Object.assign(document.createElement('style'), { textContent: text })),
    css,
  );
  await page.waitForTimeout(0);
  return page;
}

/** The texts that have too little contrast. */
async function unreadable(page: Page): Promise<Contrast[]> {
  await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
  const texts = await measureContrast(page);
  if (texts.length < 20) throw new Error(`only ${texts.length} texts are there to measure`);
  return texts.filter(({ ratio }) => ratio < 4.5);
}

const heights = (page: Page): Promise<number[]> =>
  page
    .locator('[data-heartbeat=banner]')
    .evaluateAll((all) => all.map((banner) => (banner as HTMLElement).offsetHeight));

describe.each(Object.entries(RESETS))('under %s', (_, reset) => {
  it.each(['light', 'dark'] as const)('every state can be read and takes one line: %s', async (colorScheme) => {
    const css = await reset();
    const page = await open({}, { colorScheme }, css);
    expect(await unreadable(page)).toEqual([]);
    // In rem: Pico makes the text of large windows larger, and the banner with it.
    const rem = await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
    // One that says "Back online" has no height in the moment in which it leaves.
    await expect.poll(async () => [...new Set(await heights(page))]).toEqual([2.5 * rem]);
    await page.evaluate(
      (text) => document.head.append(Object.assign(document.createElement('style'), { textContent: text })),
      css,
    );
    expect(await unreadable(page)).toEqual([]);
  });
});

describe('a page that is', () => {
  const light = 'html { background: #fff; color: #111 }';
  const dark = 'html { color-scheme: dark; background: #111; color: #eee }';

  it.each([
    ['light on a dark system', 'dark', light],
    ['dark on a light system', 'light', dark],
  ] as const)('%s can be read', async (_, colorScheme, css) => {
    expect(await unreadable(await open({}, { colorScheme }, css))).toEqual([]);
  });

  it.each([light, dark])('%s can be read in a browser without light-dark()', async (css) => {
    const page = await open({}, {}, css);
    await page.evaluate(() => {
      for (const style of document.querySelectorAll('style')) {
        style.textContent = style.textContent.replaceAll('(color: light-dark(', '(color: unheard-of(');
      }
    });
    expect(await unreadable(page)).toEqual([]);
  });
});

describe('zoomed', () => {
  it.each(['top', 'bottom', 'corner', 'push'])('the banner takes one line of the view: %s', async (over) => {
    const page = await open({ over });
    for (const viewport of [
      { width: 640, height: 360 }, // 200 %
      { width: 320, height: 180 }, // 400 %
      { width: 320, height: 568 }, // a narrow phone
    ]) {
      await page.setViewportSize(viewport);
      await expect.poll(() => heights(page)).toEqual([40]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      const { x = 0, width = 0 } = (await page.locator('[data-heartbeat=banner]').boundingBox()) ?? {};
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(viewport.width);
    }
  });
});

describe('in a narrow pane of a wide window', () => {
  it.each([280, 300, 320, 360, 430])('the banner takes one line and no title is cut: %i px', async (width) => {
    const page = await open({ over: 'inline' });
    await page.locator('#root').evaluate((pane, px) => {
      pane.style.cssText = `inline-size: ${px}px; container-type: inline-size`;
    }, width);
    await page.evaluate(() =>
      (window as unknown as { heartbeat: { set(patch: object): void } }).heartbeat.set({ cause: 'unreachable' }),
    );
    const title = page.locator('[data-heartbeat=banner-title] > span');
    await expect.poll(() => title.textContent()).toBe('Can’t reach the server');
    await expect.poll(() => heights(page)).toEqual([40]);
    expect(await title.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0);
  });
});

describe('what has focus', () => {
  const overlap = (page: Page): Promise<boolean> =>
    page.evaluate(() => {
      const banner = document.querySelector('[data-heartbeat=banner]')?.getBoundingClientRect();
      const focused = document.activeElement?.getBoundingClientRect();
      return !!banner && !!focused && banner.top < focused.bottom && banner.bottom > focused.top;
    });

  it.each(['top', 'bottom', 'corner', 'push'])(
    'is not covered, and nothing scrolls but what the browser scrolls: %s',
    async (over) => {
      const page = await open({ over }, { viewport: { width: 320, height: 400 } });
      for (const id of ['first', 'middle', 'last', 'middle', 'first']) {
        await page.locator(`#${id}`).focus();
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        await expect.poll(() => overlap(page)).toBe(false);
      }
    },
  );

  it('keeps its place when the banner arrives over it', async () => {
    const page = await open({ over: 'top' });
    const set = (patch: object): Promise<void> =>
      page.evaluate(
        (change) => (window as unknown as { heartbeat: { set(patch: object): void } }).heartbeat.set(change),
        patch,
      );
    await set({ status: 'closed', lost: false, nextRetryAt: null });
    await page.locator('[data-heartbeat=banner]').waitFor({ state: 'detached' });
    await page.locator('#first').focus();
    await set({ status: 'reconnecting', lost: true });
    await page.locator('[data-heartbeat=banner]').waitFor();
    await expect.poll(() => overlap(page)).toBe(false);
    expect(await page.evaluate(() => [scrollY, document.activeElement?.id])).toEqual([0, 'first']);
    // The next banner covers nothing, and begins at its own edge.
    await page.locator('[data-heartbeat=banner][data-aside]').waitFor();
    await page.locator('#first').blur();
    await set({ status: 'closed', lost: false, nextRetryAt: null });
    await page.locator('[data-heartbeat=banner]').waitFor({ state: 'detached' });
    await set({ status: 'reconnecting', lost: true });
    await page.locator('[data-heartbeat=banner]:not([data-aside])').waitFor({ timeout: 5_000 });
  });
});

describe('with less motion', () => {
  it('words change, lines travel and signs rise at once', async () => {
    const page = await open({ over: 'top' });
    const moving = await page.evaluate(() => {
      const parts = document.createElement('div');
      parts.innerHTML =
        '<span data-heartbeat="banner-title"><span data-was="Before">Now</span></span>' +
        '<span data-heartbeat="send-status" data-state="sending"><svg><path d="M0 0"/></svg></span>';
      document.body.append(parts);
      return [...document.querySelectorAll('*')].flatMap((element) =>
        ['', '::before', '::after']
          .map((pseudo) => getComputedStyle(element, pseudo).animationName)
          .filter((name) => name.startsWith('heartbeat-')),
      );
    });
    expect(moving).toEqual(['heartbeat-fade']);
  });

  it('that is not asked for, they do not', async () => {
    const page = await open({ over: 'top' }, { reducedMotion: 'no-preference' });
    const was = page.locator('[data-heartbeat=banner-title] > span');
    await was.evaluate((element) => element.setAttribute('data-was', 'Before'));
    expect(await was.evaluate((element) => getComputedStyle(element, '::before').animationName)).toBe(
      'heartbeat-leave',
    );
  });
});

describe('a modal dialog', () => {
  /** What a screen reader is given: the accessibility tree of Chromium itself. */
  async function tree(page: Page): Promise<string[]> {
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    await session.detach();
    return nodes
      .filter(({ ignored }) => !ignored)
      .map(({ role, name }) => `${String(role?.value)}: ${String(name?.value)}`);
  }
  const showModal = (page: Page): Promise<void> => page.evaluate(() => document.querySelector('dialog')?.showModal());
  const close = (page: Page): Promise<void> => page.evaluate(() => document.querySelector('dialog')?.close());
  const PARTS = [
    'region: Connection',
    'button: Retry now',
    'button: Dismiss',
    'StaticText: Connection lost. Reconnecting…',
  ];

  it('that opens and closes in mid-outage leaves the banner to be heard, seen and pressed', async () => {
    const page = await open({ over: 'top' });
    expect(await tree(page)).toEqual(expect.arrayContaining(PARTS));
    await showModal(page);
    await page.locator('dialog [data-heartbeat=banner]').waitFor();
    const inDialog = await tree(page);
    expect(inDialog).toEqual(expect.arrayContaining([...PARTS, 'dialog: Settings']));
    expect(inDialog).not.toContain('textbox: First');
    await page.getByRole('button', { name: 'Retry now' }).click();
    expect(
      await page.evaluate(() => (window as unknown as { heartbeat: { calls: string[] } }).heartbeat.calls),
    ).toEqual(['reconnect']);
    await page.getByRole('button', { name: 'Retry now' }).focus();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('dialog [data-heartbeat=banner][data-folded]').count()).toBe(1);
    expect(await page.locator('dialog').evaluate((dialog: HTMLDialogElement) => dialog.open)).toBe(true);
    await close(page);
    await page.locator('#root > [data-heartbeat=banner-home] [data-heartbeat=banner]').waitFor();
    expect(await tree(page)).toEqual(expect.arrayContaining(['region: Connection', 'textbox: First']));
  });

  it('that opens and closes in mid-outage takes nothing from what is said of it, first to last', async () => {
    const page = await open({ over: 'top' });
    const set = (patch: object): Promise<void> =>
      page.evaluate(
        (change) => (window as unknown as { heartbeat: { set(patch: object): void } }).heartbeat.set(change),
        patch,
      );
    const up = { status: 'open', lost: false, cause: null, nextRetryAt: null, attempt: 0 };
    const lost = { status: 'reconnecting', lost: true, cause: 'closed', attempt: 1 };
    // Every text that live regions have had, as they stand in the tree of Chromium itself.
    const said = async (): Promise<string[]> => {
      const session = await page.context().newCDPSession(page);
      const { nodes } = await session.send('Accessibility.getFullAXTree');
      await session.detach();
      const byId = new Map(nodes.map((node) => [node.nodeId, node]));
      const words = (id: string): string => {
        const node = byId.get(id);
        if (!node) return '';
        const own = node.role?.value === 'StaticText' ? String(node.name?.value) : '';
        return own + (node.role?.value === 'StaticText' ? '' : (node.childIds ?? []).map(words).join(''));
      };
      return nodes
        .filter(({ ignored, role }) => !ignored && ['status', 'alert'].includes(String(role?.value)))
        .map(({ nodeId, role }) => `${String(role?.value)}: ${words(nodeId)}`)
        .filter((text) => !text.endsWith(': '));
    };
    await set(up);
    await page.locator('[data-heartbeat=banner]').waitFor({ state: 'detached' });
    expect(await said()).toEqual([]);
    await set(lost);
    await expect.poll(said).toEqual(['status: Connection lost. Reconnecting…']);
    await showModal(page);
    await page.locator('dialog [data-heartbeat=banner]').waitFor();
    expect(await said()).toEqual(['status: Connection lost. Reconnecting…']);
    await set({ cause: 'unreachable', attempt: 6 });
    await expect.poll(said).toEqual(['status: Can’t reach the server. Reconnecting…']);
    await close(page);
    await page.locator('#root > [data-heartbeat=banner-home] [data-heartbeat=banner]').waitFor();
    expect(await said()).toEqual(['status: Can’t reach the server. Reconnecting…']);
    await set({ ...lost, status: 'failed', cause: 'connect-error', attempt: 10 });
    await expect.poll(said).toEqual(['alert: Can’t reconnect. Tried 10 times']);
    await showModal(page);
    await page.locator('dialog [data-heartbeat=banner]').waitFor();
    await set(up);
    await expect.poll(said).toEqual(['status: Back online']);
    await close(page);
    await page.locator('[data-heartbeat=banner]').waitFor({ state: 'detached' });
    await expect.poll(said).toEqual([]);
  });

  it('that is open when the outage begins has it announced, and one that is removed lets it go', async () => {
    const page = await open({ over: 'top' });
    const set = (patch: object): Promise<void> =>
      page.evaluate(
        (change) => (window as unknown as { heartbeat: { set(patch: object): void } }).heartbeat.set(change),
        patch,
      );
    await set({ status: 'open', lost: false, cause: null, nextRetryAt: null });
    await showModal(page);
    await page.locator('dialog [role=status]').waitFor({ state: 'attached' });
    await set({ status: 'failed', lost: true, cause: 'connect-error', attempt: 10 });
    await expect.poll(() => tree(page)).toContain('StaticText: Can’t reconnect. Tried 10 times');
    await page.evaluate(() => document.querySelector('dialog')?.remove());
    await page.locator('#root > [data-heartbeat=banner-home] [data-heartbeat=banner]').waitFor();
  });
});
