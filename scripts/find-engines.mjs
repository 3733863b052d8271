// Where the tests in three engines find Firefox, WebKit and the screen that WebKit needs; undefined where one is missing.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './find-program.mjs';

/** `FIREFOX_PATH` names one explicitly. */
export const findFirefox = () => findProgram(['firefox-esr', 'firefox'], 'FIREFOX_PATH');

/** The driver of WebKitGTK. */
export const findWebKitDriver = () => findProgram(['WebKitWebDriver']);

/** WebKitGTK's own small browser, which is not on the PATH: it stands beside the engine's processes. */
export function findMiniBrowser() {
  const lib = '/usr/lib';
  const dirs = existsSync(lib) ? [lib, ...readdirSync(lib).map((name) => join(lib, name))] : [];
  return dirs.map((dir) => join(dir, 'webkit2gtk-4.1/MiniBrowser')).find(existsSync);
}

export const findXvfb = () => findProgram(['Xvfb']);

/** Makes a network of its own, in which the tests can pull the plug. */
export const findUnshare = () => findProgram(['unshare']);
export const findIp = () => findProgram(['ip']);
