// Where the tests find a Chromium-family browser. No dependency: runs before `npm ci` too.
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { isRunnable } from './find-program.mjs';

const ENV_NAMES = ['BROWSER_PATH', 'CHROME_PATH', 'CHROME_BIN', 'PUPPETEER_EXECUTABLE_PATH'];
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'msedge'];
const FIXED = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/opt/google/chrome/chrome',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
    .map((name) => process.env[name])
    .filter(Boolean)
    .flatMap((base) => [
      join(base, 'Google/Chrome/Application/chrome.exe'),
      join(base, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
};

/** Where Debian puts Chromium without its own user interface. */
export const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell';

/** Path of a browser, or undefined. Throws when an environment variable names a file that is not there. */
export function findBrowser() {
  for (const name of ENV_NAMES) {
    const path = process.env[name];
    if (!path) continue;
    if (isRunnable(path)) return path;
    throw new Error(`${name}=${path}: not an executable file`);
  }
  for (const path of FIXED[process.platform] ?? []) if (isRunnable(path)) return path;
  if (process.platform !== 'win32') {
    for (const dir of (process.env.PATH ?? '').split(delimiter)) {
      for (const name of NAMES) if (dir && isRunnable(join(dir, name))) return join(dir, name);
    }
  }
  return playwrightBrowser();
}

/**
 * Path of the browser for pages that only need an engine: the headless shell where it is installed, else `findBrowser()`.
 * The shell starts in half the time and draws the same pixels (measured with Chromium 156, all stories), but has no
 * back-forward cache.
 */
export function findHeadlessShell() {
  const isChosen = ENV_NAMES.some((name) => process.env[name]);
  return !isChosen && isRunnable(HEADLESS_SHELL) ? HEADLESS_SHELL : findBrowser();
}

function playwrightBrowser() {
  try {
    const { chromium } = createRequire(import.meta.url)('playwright');
    const path = chromium.executablePath();
    return path && isRunnable(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

export const browserArgs = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];
