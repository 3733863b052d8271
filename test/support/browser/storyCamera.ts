import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright';

/** One way to look at every story. */
export interface Look {
  readonly name: string;
  readonly globals: string;
  readonly context: BrowserContextOptions;
  /** Asks axe as well. The story tests do in light; what differs is asked here. */
  readonly axe?: boolean;
}

const viewport = { width: 720, height: 360 };

export const LOOKS: readonly Look[] = [
  { name: 'light', globals: 'theme:light', context: { viewport } },
  { name: 'dark', globals: 'theme:dark', context: { viewport }, axe: true },
  { name: 'rtl', globals: 'theme:light;direction:rtl', context: { viewport }, axe: true },
  { name: '320px', globals: 'theme:light', context: { viewport: { width: 320, height: 480 } }, axe: true },
  { name: 'forced-colors', globals: 'theme:light', context: { viewport, forcedColors: 'active' }, axe: true },
];

/** Takes pictures of stories in one look, one after another in the same page. */
export interface StoryCamera {
  shoot(id: string): Promise<Buffer>;
  /** What axe finds wrong with the story that was shot last. */
  violations(): Promise<string[]>;
  close(): Promise<void>;
}

/** What the page of the built Storybook offers to a program. */
interface Preview {
  readonly __STORYBOOK_ADDONS_CHANNEL__: {
    emit(event: string, payload: object): void;
    on(event: string, listener: (payload: never) => void): void;
    off(event: string, listener: (payload: never) => void): void;
  };
}

/** A fixed time, no motion, and fonts that the test set-up installs: the same pixels on every machine. */
export async function createStoryCamera(
  browser: Browser,
  url: string,
  look: Look,
  first: string,
): Promise<StoryCamera> {
  const context = await browser.newContext({
    deviceScaleFactor: 1,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
    ...look.context,
  });
  const page = await context.newPage();
  await page.clock.setFixedTime('2026-01-01T12:00:00Z');
  await page.goto(`${url}/iframe.html?id=${first}&viewMode=story&globals=${look.globals}`);
  await page.waitForFunction(() => '__STORYBOOK_ADDONS_CHANNEL__' in window);
  await page.addStyleTag({
    content: `body, body * { font-family: 'Liberation Sans', 'DejaVu Sans', 'Droid Sans Fallback' !important; caret-color: transparent !important; }
      [data-heartbeat='log-rows'] * { font-family: 'Liberation Mono', 'DejaVu Sans Mono' !important; }`,
  });
  if (look.axe) await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core') });
  await page.locator('#storybook-root').waitFor({ state: 'attached' });
  return {
    shoot: async (id) => {
      await showStory(page, id);
      return page.screenshot({ animations: 'disabled', clip: await clipOf(page) });
    },
    violations: () => (look.axe ? askAxe(page) : Promise.resolve([])),
    close: () => context.close(),
  };
}

/** What axe offers to a page it was put into. */
interface WithAxe {
  readonly axe: {
    run(root: string, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
  };
}

const askAxe = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const { axe } = window as unknown as WithAxe;
    // A story is part of a page, and need not be inside a landmark.
    const { violations } = await axe.run('#storybook-root', {
      resultTypes: ['violations'],
      rules: { region: { enabled: false } },
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  });

async function showStory(page: Page, id: string): Promise<void> {
  await page.mouse.move(0, 0);
  // A panel that is fixed to the window needs a window it fits in.
  const { width = 720 } = page.viewportSize() ?? {};
  await page.setViewportSize({ width, height: id.startsWith('heartbeatdevtools') ? 760 : 360 });
  await page.evaluate(async (storyId) => {
    const { __STORYBOOK_ADDONS_CHANNEL__: channel } = window as unknown as Preview;
    const { status } = await new Promise<{ status?: string }>((done) => {
      // A story that is asked for while another is still being shown may be passed over: ask again.
      const again = setInterval(() => channel.emit('forceRemount', { storyId }), 6_000);
      const listen = (report: { storyId: string; status?: string }): void => {
        if (report.storyId !== storyId) return;
        clearInterval(again);
        channel.off('storyFinished', listen);
        done(report);
      };
      channel.on('storyFinished', listen);
      channel.emit('setCurrentStory', { storyId, viewMode: 'story' });
    });
    if (status === 'error') throw new Error(`${storyId} failed while its picture was to be taken`);
    await document.fonts.ready;
    // A dynamic import and two frames: what is drawn late, is drawn.
    await new Promise((done) => setTimeout(done, 60));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }, id);
}

/** The story and what it lays over the page, with a margin. */
function clipOf(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  return page.evaluate(() => {
    const isWhole = document.body.classList.contains('sb-main-fullscreen');
    const { innerWidth, innerHeight } = window;
    if (isWhole) return { x: 0, y: 0, width: innerWidth, height: innerHeight };
    const root = document.querySelector('#storybook-root');
    const boxes = [...(root?.querySelectorAll('*') ?? [])].map((element) => element.getBoundingClientRect());
    const shown = boxes.filter(({ width, height }) => width > 1 && height > 1);
    const left = Math.max(0, Math.floor(Math.min(innerWidth - 32, ...shown.map((box) => box.left)) - 12));
    const top = Math.max(0, Math.floor(Math.min(innerHeight - 32, ...shown.map((box) => box.top)) - 12));
    const right = Math.min(innerWidth, Math.ceil(Math.max(left + 32, ...shown.map((box) => box.right)) + 12));
    const bottom = Math.min(innerHeight, Math.ceil(Math.max(top + 32, ...shown.map((box) => box.bottom)) + 12));
    return { x: left, y: top, width: right - left, height: bottom - top };
  });
}
