import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright';
import { beforeAll, onTestFinished } from 'vitest';
import { browserArgs, findHeadlessShell } from '../../../scripts/find-browser.mjs';

/** The browser of one test file. */
export interface TestBrowser {
  /** A page in a context of its own: no storage, cache or tab is shared. Closed after the test. */
  newPage(options?: BrowserContextOptions): Promise<Page>;
  /** The browser itself, for what needs more, such as a raw CDP session. Only inside tests. */
  readonly browser: Browser;
}

/**
 * Gives a test file one Chromium: launched before its first test, closed after its last. Call it at the top of the file.
 *
 * Playwright keeps every page visible and focused; hidden tabs, freezing and the back-forward cache need raw CDP.
 */
export function browserForFile(): TestBrowser {
  let browser: Browser | undefined;

  beforeAll(async () => {
    const executablePath = findHeadlessShell();
    const launched = await chromium.launch({ args: browserArgs, ...(executablePath ? { executablePath } : {}) });
    browser = launched;
    return () => launched.close();
  });

  const running = (): Browser => {
    if (!browser) throw new Error('the browser runs only while tests do');
    return browser;
  };
  return {
    get browser() {
      return running();
    },
    newPage: async (options) => {
      const context = await running().newContext(options);
      onTestFinished(() => context.close());
      return context.newPage();
    },
  };
}
