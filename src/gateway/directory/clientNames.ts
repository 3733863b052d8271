import { printable } from '../telemetry/printable.js';

/** Browsers by how they sign, the most particular first: all of them also claim to be those further down. */
const BROWSERS: readonly (readonly [name: string, sign: RegExp])[] = [
  ['Edge', /\bEdg(?:A|iOS)?\/(\d+)/],
  ['Opera', /\bOPR\/(\d+)/],
  ['Samsung Internet', /\bSamsungBrowser\/(\d+)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /\b(?:Headless)?(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /\bVersion\/(\d+).*\bSafari\//],
];
const SYSTEMS: readonly (readonly [name: string, sign: RegExp])[] = [
  ['iOS', /\b(?:iPhone|iPad|iPod)\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows NT\b/],
  ['macOS', /\bMacintosh\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
];
const MAX_HEADER_CHARS = 400;
const MAX_NAME_CHARS = 40;
/** Strangers write these headers. Ten thousand peers share few names, and one more name than this is `other`. */
const MAX_NAMES = 1_000;

/** A client by its `User-Agent`, as peers are counted by it: `Chrome 141, Android`, or what a program calls itself. */
function clientNameOf(userAgent: string | undefined): string {
  if (userAgent === undefined || userAgent === '') return 'unknown';
  const text = userAgent.slice(0, MAX_HEADER_CHARS);
  const system = SYSTEMS.find(([, sign]) => sign.test(text))?.[0];
  for (const [name, sign] of BROWSERS) {
    const version = sign.exec(text)?.[1];
    if (version !== undefined) return system === undefined ? `${name} ${version}` : `${name} ${version}, ${system}`;
  }
  return printable(text.split(/[\s;(]/, 1)[0] ?? text, MAX_NAME_CHARS) || 'unknown';
}

/** Names clients, each name once in memory. */
export function createClientNames(): (userAgent: string | undefined) => string {
  const names = new Map<string, string>();
  return (userAgent) => {
    const name = clientNameOf(userAgent);
    const known = names.get(name);
    if (known !== undefined) return known;
    if (names.size >= MAX_NAMES) return 'other';
    names.set(name, name);
    return name;
  };
}
