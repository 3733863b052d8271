import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { Plugin } from 'vite';
import { reachedBy } from './reachedBy.js';

const NAME = 'reconnecting-websocket';
const folder = dirname(createRequire(import.meta.url).resolve(`${NAME}/package.json`));

/**
 * Puts reconnecting-websocket into the build as `vendor/reconnecting-websocket.js`, compiled from the TypeScript that the
 * package ships: what it publishes as JavaScript is ES5 of 2020. Of it comes what one attempt reaches, because the
 * transport makes an instance for each attempt and closes it. Its licence lies beside it.
 */
export const vendorReconnectingWebSocket = (): Plugin => ({
  name: 'vendor-reconnecting-websocket',
  apply: ({ build: options }, { command }) => command === 'build' && Boolean(options?.lib),
  enforce: 'pre',
  resolveId: (id) => (id === NAME ? join(folder, `${NAME}.ts`) : null),
  async load(id) {
    if (id !== join(folder, `${NAME}.ts`)) return null;
    const { outputFiles } = await build({
      stdin: { contents: forOneAttempt(readFileSync(id, 'utf8')), loader: 'ts', resolveDir: folder },
      bundle: true,
      format: 'esm',
      target: 'es2022',
      mangleProps: /^_/,
      legalComments: 'inline',
      // The author's compiler declared fields by assignment: one without a value is not there until it has one.
      tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
      write: false,
    });
    return { code: outputFiles[0]?.text ?? '', moduleType: 'js' };
  },
  generateBundle() {
    const source = readFileSync(join(folder, 'LICENSE'), 'utf8');
    this.emitFile({ type: 'asset', fileName: `vendor/${NAME}.LICENSE`, source });
  },
});

/** Statements that the transport's options and its use of an instance make idle, each with the reason. */
const IDLE: readonly (readonly [reason: string, statement: RegExp])[] = [
  ['debug output is off', /^ +this\._debug\(.*\);\n/gm],
  ['`startClosed` is off', /^ {8}if \(this\._options\.startClosed\) \{\n.*\n {8}\}\n/gm],
  ['the time limit of an attempt is the machine’s', /^ +this\._connectTimeout = .*\n/gm],
  ['without that limit, and without an open to count from, no timer runs', /^ +this\._clearTimeouts\(\);\n/gm],
  ['the transport listens to the socket itself', /^ +this\._(?:add|remove)Listeners\(\);\n/gm],
  ['the transport sets it itself', /^ +this\._ws!\.binaryType = this\._binaryType;\n/gm],
  [
    '`maxRetries` is 0, so the first attempt is the only one',
    /^ {8}if \(this\._retryCount >= maxRetries\) \{\n.*\n {8}\}\n/gm,
  ],
  ['there is no second attempt to count', /^ +this\._retryCount\+\+;\n/gm],
  ['there is none to lock out', /^ {8}if \(this\._connectLock \|\| !this\._shouldReconnect\) \{\n.*\n {8}\}\n/gm],
  ['so nothing reads these', /^ +this\._(?:connectLock|shouldReconnect) = .*\n/gm],
  ['nor these options', /^ +(?:maxRetries|connectionTimeout) = DEFAULT\.\w+,\n/gm],
  ['nor their defaults, of which one is a random number', /^const DEFAULT = \{\n(?: .*\n)*\};\n/gm],
];

/** What stands where an option or an argument of the transport's decides: the first attempt waits for no delay. */
const DECIDED: readonly (readonly [expression: string, value: string])[] = [
  ['this._getNextDelay()', '0'],
  ['this._getNextUrl(this._url)', 'this._url'],
  ['WebSocket = getGlobalWebSocket(),', 'WebSocket,'],
];

/** @throws Error when the library is not as it was when this was written */
function forOneAttempt(library: string): string {
  let source = library;
  const replace = (what: string | RegExp, by: string): void => {
    const before = source;
    source = source.replaceAll(what, by);
    if (source === before) throw new Error(`${NAME} has no ${String(what)} any more: see ${import.meta.filename}`);
  };
  for (const [, statement] of IDLE) replace(statement, '');
  for (const [expression, value] of DECIDED) replace(expression, value);
  return reachedBy(['constructor', 'close'], source);
}
