import { launch, type Browser } from 'puppeteer-core';
import { browserArgs, findBrowser } from '../../../scripts/find-browser.mjs';
import { findFirefox } from '../../../scripts/find-engines.mjs';
import type { Engine, EnginePage } from './engine.js';

/** A visible tab, though without a window. */
export const startChromium = async (): Promise<Engine> =>
  engineOver(
    await launch({
      browser: 'chrome',
      executablePath: findBrowser() ?? '',
      headless: true,
      args: browserArgs,
      // Puppeteer turns the back-forward cache off, which people have on.
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    }),
  );

/** Over WebDriver BiDi, which Firefox speaks by itself. Its own rules for sockets are left as people have them. */
export const startFirefox = async (): Promise<Engine> =>
  engineOver(
    await launch({
      browser: 'firefox',
      executablePath: findFirefox() ?? '',
      headless: true,
      extraPrefsFirefox: {
        // Automation turns both off: what people have is on.
        'network.manage-offline-status': true,
        'network.websocket.delay-failed-reconnects': true,
        'browser.download.folderList': 2,
        'browser.download.dir': '/tmp',
      },
    }),
  );

const engineOver = (browser: Browser): Engine => ({
  newPage: async (): Promise<EnginePage> => {
    const page = await browser.newPage();
    return {
      open: async (url) => void (await page.goto(url)),
      evaluate: <T>(expression: string) => page.evaluate(expression) as Promise<T>,
      click: (selector) => page.click(selector),
      type: (text) => page.keyboard.type(text),
      back: async () => void (await page.goBack()),
      close: () => page.close(),
    };
  },
  close: () => browser.close(),
});
