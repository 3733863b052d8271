// Where the tests in three engines find Firefox, WebKit and the screen that WebKit needs; undefined where one is missing.
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const onPath = (...names) =>
  names.flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((dir) => join(dir, name))).find(existsSync);

/** `FIREFOX_PATH` names one explicitly. */
export const findFirefox = () => process.env.FIREFOX_PATH ?? onPath('firefox-esr', 'firefox');

/** The driver of WebKitGTK. */
export const findWebKitDriver = () => onPath('WebKitWebDriver');

/** WebKitGTK's own small browser, which is not on the PATH: it stands beside the engine's processes. */
export function findMiniBrowser() {
  const lib = '/usr/lib';
  const dirs = existsSync(lib) ? [lib, ...readdirSync(lib).map((name) => join(lib, name))] : [];
  return dirs.map((dir) => join(dir, 'webkit2gtk-4.1/MiniBrowser')).find(existsSync);
}

export const findXvfb = () => onPath('Xvfb');

/** Makes a network of its own, in which the tests can pull the plug. */
export const findUnshare = () => onPath('unshare');
export const findIp = () => onPath('ip') ?? ['/usr/sbin/ip', '/sbin/ip'].find(existsSync);
