import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import { STORYBOOK_TEST_INITIAL_GLOBALS_PROVIDE_KEY as GLOBALS } from '@storybook/addon-vitest/constants';
import { playwright } from '@vitest/browser-playwright';
import type { BrowserContextOptions } from 'playwright';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import { browserArgs, findHeadlessShell } from '../../../scripts/find-browser.mjs';

/** One way to look at stories. */
interface Look {
  readonly name: string;
  readonly globals: Readonly<Record<string, unknown>>;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly context?: BrowserContextOptions;
}

const LOOKS: readonly Look[] = [
  { name: 'light', globals: { theme: 'light' } },
  { name: 'dark', globals: { theme: 'dark' } },
  // Storybook's `mobile1` is 320 px wide.
  {
    name: '320px',
    globals: { theme: 'light', viewport: { value: 'mobile1' } },
    viewport: { width: 320, height: 480 },
  },
];

/** Looks that `npm test` has no time for. */
const MORE_LOOKS: readonly Look[] = [
  { name: 'rtl', globals: { theme: 'light', direction: 'rtl' } },
  { name: 'forced-colors', globals: { theme: 'light' }, context: { forcedColors: 'active' } },
];

/**
 * A window of 1280 px, zoomed to 200 %. At 400 % it is one of 320 px, which is a look for every story. Vitest shrinks what
 * does not fit into the browser's own window; here the sheets are in their full size.
 */
const ZOOMED: Look = {
  name: 'zoom-200',
  globals: { theme: 'light' },
  viewport: { width: 640, height: 360 },
  context: { viewport: { width: 660, height: 1_800 } },
};

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the look’s pictures, and the window they are taken in. */
    picture: { readonly folder: string; readonly width: number; readonly height: number };
  }
}

/** Stories of live connections differ from run to run: they are played and asked by axe, and no picture is taken. */
const UNPICTURED = 'unpictured';
/** Stories that show every state at once: all that is looked at zoomed. */
const SHEET = 'sheet';
const configDir = fileURLToPath(new URL('../../../.storybook', import.meta.url));
const executablePath = findHeadlessShell();

const chromium = (contextOptions: BrowserContextOptions = {}) =>
  playwright({
    launchOptions: { args: browserArgs, ...(executablePath ? { executablePath } : {}) },
    contextOptions: {
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'UTC',
      ...contextOptions,
    },
  });

/** Stories in a browser for each look, each compared with its picture. */
const pictured = (
  name: string,
  tags: { include?: string[]; exclude?: string[] },
  looks: readonly Look[],
): TestProjectInlineConfiguration => ({
  plugins: [storybookTest({ configDir, tags })],
  test: {
    name,
    // One page for all files of a look: each story is made anew anyway.
    isolate: false,
    // The first story of each look waits for all that is compiled.
    testTimeout: 60_000,
    setupFiles: ['noFade', 'patience', 'takePictures'].map((file) => `test/support/browser/${file}.ts`),
    // After the others: the browsers fill both cores of a small machine, and the others measure times.
    sequence: { groupOrder: 1 },
    browser: {
      enabled: true,
      headless: true,
      instances: looks.map(({ name: look, globals, viewport = { width: 720, height: 360 }, context }) => ({
        browser: 'chromium',
        name: `stories-${look}`,
        provider: chromium(context),
        provide: { [GLOBALS]: globals, picture: { folder: look, ...viewport } },
      })),
      expect: {
        toMatchScreenshot: {
          screenshotOptions: { scale: 'css' },
          comparatorName: 'pixelmatch',
          // Room for another version of the browser to round an edge, not for another colour of one line of text.
          comparatorOptions: { threshold: 0.12, allowedMismatchedPixels: 12 },
          resolveScreenshotPath: ({ arg, ext, root }) => resolve(root, 'test/pictures', `${arg}${ext}`),
          resolveDiffPath: ({ arg, ext, root }) => resolve(root, '.cache/pictures', `${arg}${ext}`),
        },
      },
    },
  },
});

/** Every story: played, asked by axe, and compared with its picture in the looks that most people have. */
export const storyProjects: TestProjectInlineConfiguration[] = [
  {
    plugins: [storybookTest({ configDir, tags: { include: [UNPICTURED] } })],
    test: {
      name: 'stories-live',
      isolate: false,
      testTimeout: 60_000,
      setupFiles: ['noFade', 'patience'].map((file) => `test/support/browser/${file}.ts`),
      browser: { enabled: true, headless: true, provider: chromium(), instances: [{ browser: 'chromium' }] },
    },
  },
  pictured('stories', { exclude: [UNPICTURED] }, LOOKS),
];

/** The same stories in other looks. */
export const moreStoryProjects: TestProjectInlineConfiguration[] = [
  pictured('stories-more', { exclude: [UNPICTURED] }, MORE_LOOKS),
  pictured('stories-zoomed', { include: [SHEET] }, [ZOOMED]),
];
