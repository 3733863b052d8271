import { describe, expect, it } from 'vitest';
import { IMPURE_NAMES, LAYERS, POWERS, PURE_LAYERS, type Power } from './layers.js';
import { readSourceFiles, toSourceFile, type ImportOf, type SourceFile } from './sourceFiles.js';

const MAX_LINES = 300;
const files = readSourceFiles();

/** What a layer's table calls the target: a folder, a package, or `node:*`. The folder `react` is not the package. */
function nameOf({ target }: ImportOf): string {
  if (target.startsWith('node:')) return 'node:*';
  const folder = /^src\/([^/]+)\//.exec(target)?.[1];
  return folder === 'react' ? 'react-layer' : (folder ?? target);
}

function forbiddenImports(file: SourceFile): string[] {
  const layer = LAYERS[file.layer];
  if (!layer) return [`${file.path} is in no layer of the table: add ${file.layer} to test/guards/layers.ts`];
  const own = file.layer === 'react' ? 'react-layer' : file.layer;
  return file.imports
    .filter((imported) => {
      const name = nameOf(imported);
      return name !== own && !layer.imports.includes(name) && !(imported.isTypeOnly && layer.types.includes(name));
    })
    .map(({ target, isTypeOnly }) => `${file.path} imports ${isTypeOnly ? 'types of ' : ''}${target}`);
}

/** A variable of a file's own, such as a `window` of time, is not the page's. */
const isOwnName = (name: string, code: string): boolean => new RegExp(`\\b(?:const|let) ${name}\\b`).test(code);

const forbiddenPowers = (file: SourceFile): string[] =>
  (Object.keys(POWERS) as Power[])
    .filter((power) => !LAYERS[file.layer]?.powers.includes(power))
    .flatMap((power) => {
      const found = POWERS[power].exec(file.code)?.[0];
      return found === undefined || (/^\w+$/.test(found) && isOwnName(found, file.code))
        ? []
        : [`${file.path} takes ${power} from the platform: ${found}`];
    });

const impureNames = (file: SourceFile): string[] => {
  const found = PURE_LAYERS.includes(file.layer) ? IMPURE_NAMES.exec(file.code)?.[0] : undefined;
  return found === undefined ? [] : [`${file.path} is pure and names ${found}`];
};

describe('the source', () => {
  it('is read at all', () => {
    expect(files.length).toBeGreaterThan(30);
    expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(100);
  });

  it('imports downward only, as the table of layers says', () => {
    expect(files.flatMap(forbiddenImports)).toEqual([]);
  });

  it('takes timers, clock, randomness, sockets and the page from the platform only where the table says', () => {
    expect(files.flatMap(forbiddenPowers)).toEqual([]);
  });

  it('does not even name them in the pure layers', () => {
    expect(files.flatMap(impureNames)).toEqual([]);
  });

  it('names every file after what it holds', () => {
    const named = files.filter(({ path }) => /\/(?:utils?|helpers?|common|misc|shared|lib)\.tsx?$/i.test(path));
    expect(named.map(({ path }) => path)).toEqual([]);
  });

  it(`has one idea a file, which fits ${MAX_LINES} lines`, () => {
    const long = files.filter(({ lines }) => lines > MAX_LINES);
    expect(long.map(({ path, lines }) => `${path} has ${lines} lines`)).toEqual([]);
  });
});

describe('the guard itself', () => {
  const read = (text: string): readonly ImportOf[] => toSourceFile('src/client/example.ts', text).imports;

  it.each([
    ["import { a } from './b.js';", 'src/client/b.ts', false],
    ["import type { A } from '../machine/a.js';", 'src/machine/a.ts', true],
    ["import { type A } from '../machine/a.js';", 'src/machine/a.ts', false],
    ["import {\n  a,\n  type B,\n} from '../store/c.js';", 'src/store/c.ts', false],
    ["import a, * as b from 'ws';", 'ws', false],
    ["import 'node:fs';", 'node:fs', false],
    ["export * from './d.js';", 'src/client/d.ts', false],
    ["export type { D } from './d.js';", 'src/client/d.ts', true],
    ["const lazy = () => import('prom-client');", 'prom-client', false],
    ["import type from './type.js';", 'src/client/type.ts', false],
  ])('reads %j', (text, target, isTypeOnly) => {
    expect(read(text)).toEqual([{ target, isTypeOnly }]);
  });

  it('is not misled by comments and strings', () => {
    const text = `// import 'a';\n/* import 'b'; */\nconst c = 'setTimeout('; const d = "it's // here"; x(); // Date.now\n`;
    const { imports, code } = toSourceFile('src/machine/example.ts', text);
    expect(imports).toEqual([]);
    expect(code).toContain('x();');
    expect(code).not.toMatch(IMPURE_NAMES);
  });

  it.each([
    ['src/machine/a.ts', "import { b } from '../client/b.js';"],
    ['src/store/a.ts', "import { b } from '../client/b.js';"],
    ['src/gateway/a.ts', "import type { B } from '../machine/b.js';"],
    ['src/components/a.tsx', "import { b } from '../core/b.js';"],
    ['src/core/a.ts', "import { b } from 'react';"],
    ['src/utils/a.ts', "import { b } from 'react';"],
  ])('refuses %s with %j', (path, text) => {
    expect(forbiddenImports(toSourceFile(path, text))).toHaveLength(1);
  });

  it.each([
    ['src/core/a.ts', 'setTimeout(x, 1);'],
    ['src/react/a.ts', 'const now = Date.now();'],
    ['src/gateway/a.ts', 'document.title;'],
    ['src/core/a.ts', 'new WebSocket(url);'],
    ['src/testing/a.ts', 'setInterval(x, 1);'],
  ])('refuses %s with %j', (path, text) => {
    expect(forbiddenPowers(toSourceFile(path, text))).toHaveLength(1);
  });

  it('lets a layer use the clock it was given', () => {
    expect(forbiddenPowers(toSourceFile('src/core/a.ts', 'clock.setTimeout(x, 1); world.random();'))).toEqual([]);
  });
});
