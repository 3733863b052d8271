import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { Plugin } from 'vite';

const NAME = 'reconnecting-websocket';
const folder = dirname(createRequire(import.meta.url).resolve(`${NAME}/package.json`));

/**
 * Puts reconnecting-websocket into the build as `vendor/reconnecting-websocket.js`, compiled from the TypeScript that the
 * package ships: what it publishes as JavaScript is ES5 of 2020, and a kilobyte more after gzip. Its debug output, which
 * is never on, is left out, and its private members get short names. Its licence lies beside it.
 */
export const vendorReconnectingWebSocket = (): Plugin => ({
  name: 'vendor-reconnecting-websocket',
  apply: ({ build: options }, { command }) => command === 'build' && Boolean(options?.lib),
  enforce: 'pre',
  resolveId: (id) => (id === NAME ? join(folder, `${NAME}.ts`) : null),
  async load(id) {
    if (id !== join(folder, `${NAME}.ts`)) return null;
    const { outputFiles } = await build({
      stdin: { contents: withoutDebug(readFileSync(id, 'utf8')), loader: 'ts', resolveDir: folder },
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

/** Each debug call is a statement on a line of its own, but for the method itself. */
const withoutDebug = (source: string): string =>
  source.replaceAll(/^ +this\._debug\(.*\);\n/gm, '').replace(/^ {4}private _debug\([\s\S]*?^ {4}\}\n/m, '');
