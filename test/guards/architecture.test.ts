import { describe, expect, it } from 'vitest';
import { circlesAmong } from './circles.js';
import { GROUND, IMPURE_NAMES, POWERS, PURE_ROOMS, ROOMS, type Power, type Room } from './layers.js';
import { layerOf, readSourceFiles, roomOf, toSourceFile, type ImportOf, type SourceFile } from './sourceFiles.js';

const MAX_LINES = 300;
const files = readSourceFiles();

/**
 * What the table calls the target, for an importer in a layer: a room of the same layer, another layer, a package, or
 * `node:*`. The layer `react` is not the package.
 */
function nameOf(target: string, from: string): string {
  if (target.startsWith('node:')) return 'node:*';
  if (!target.startsWith('src/')) return target;
  const layer = layerOf(target);
  if (layer === from) return roomOf(target);
  return layer === 'react' ? 'react-layer' : layer;
}

function forbiddenImports(file: SourceFile): string[] {
  const room = ROOMS[file.room];
  if (!room) return [`${file.path} is in no room of the table: add ${file.room} to test/guards/layers.ts`];
  return file.imports
    .filter(({ target, isTypeOnly }) => {
      const name = nameOf(target, file.layer);
      return name !== file.room && !room.imports.includes(name) && !(isTypeOnly && room.types?.includes(name));
    })
    .map(({ target, isTypeOnly }) => `${file.path} imports ${isTypeOnly ? 'types of ' : ''}${target}`);
}

/** What a row of the table allows, and no file of its room makes use of. */
function unusedPermissions([name, { imports, types = [], powers = [] }]: [string, Room]): string[] {
  const inRoom = files.filter(({ room }) => room === name);
  const imported = inRoom.flatMap((file) =>
    file.imports.map(({ target, isTypeOnly }) => ({ name: nameOf(target, file.layer), isTypeOnly })),
  );
  const isImported = (allowed: string, isType: boolean): boolean =>
    imported.some((one) => one.name === allowed && one.isTypeOnly === isType);
  return [
    ...imports.filter((allowed) => !isImported(allowed, false)).map((allowed) => `${name} imports no ${allowed}`),
    ...types.filter((allowed) => !isImported(allowed, true)).map((allowed) => `${name} imports no type of ${allowed}`),
    ...powers
      .filter((power) => !inRoom.some(({ code }) => POWERS[power].test(code)))
      .map((power) => `${name} takes no ${power}`),
  ];
}

/** A variable of a file's own, such as a `window` of time, is not the page's. */
const isOwnName = (name: string, code: string): boolean => new RegExp(`\\b(?:const|let) ${name}\\b`).test(code);

const forbiddenPowers = (file: SourceFile): string[] =>
  (Object.keys(POWERS) as Power[])
    .filter((power) => !ROOMS[file.room]?.powers?.includes(power))
    .flatMap((power) => {
      const found = POWERS[power].exec(file.code)?.[0];
      return found === undefined || (/^\w+$/.test(found) && isOwnName(found, file.code))
        ? []
        : [`${file.path} takes ${power} from the platform: ${found}`];
    });

const impureNames = (file: SourceFile): string[] => {
  const found = PURE_ROOMS.includes(file.room) ? IMPURE_NAMES.exec(file.code)?.[0] : undefined;
  return found === undefined ? [] : [`${file.path} is pure and names ${found}`];
};

describe('the source', () => {
  it('is read at all', () => {
    expect(files.length).toBeGreaterThan(30);
    expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(100);
  });

  it('imports downward only, as the table of layers and rooms says', () => {
    expect(files.flatMap(forbiddenImports)).toEqual([]);
  });

  it('makes use of everything that the table allows', () => {
    expect(Object.entries(ROOMS).flatMap(unusedPermissions)).toEqual([]);
    const grounds = Object.entries(GROUND).flatMap(([layer, names]) => names.map((name) => `src/${layer}/${name}.ts`));
    expect(grounds.filter((path) => !files.some((file) => file.path === path))).toEqual([]);
  });

  it('has no circles of imports, types included', () => {
    expect(circlesAmong(files)).toEqual([]);
  });

  it('takes timers, clock, randomness, sockets and the page from the platform only where the table says', () => {
    expect(files.flatMap(forbiddenPowers)).toEqual([]);
  });

  it('does not even name them in the pure rooms', () => {
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
    ["import {\n  a,\n  type B,\n} from './snapshot/c.js';", 'src/client/snapshot/c.ts', false],
    ["import a, * as b from 'ws';", 'ws', false],
    ["import 'node:fs';", 'node:fs', false],
    ["export * from './d.js';", 'src/client/d.ts', false],
    ["export type { D } from './d.js';", 'src/client/d.ts', true],
    ["const lazy = () => import('prom-client');", 'prom-client', false],
    ["import type from './type.js';", 'src/client/type.ts', false],
  ])('reads %j', (text, target, isTypeOnly) => {
    expect(read(text)).toEqual([{ target, isTypeOnly }]);
  });

  it('reads `#transport` as every file that it may stand for', () => {
    expect(read("import { transport } from '#transport';").map(({ target }) => target)).toEqual([
      'src/client/link/platformTransport.ts',
      'src/client/link/reconnectingWebSocketTransport.ts',
    ]);
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
    ['src/client/snapshot/a.ts', "import { b } from '../driver/b.js';"],
    ['src/client/driver/a.ts', "import { b } from '../optional/b.js';"],
    ['src/client/link/a.ts', "import type { B } from '../options.js';"],
    ['src/gateway/heartbeat/a.ts', "import type { B } from '../peers/b.js';"],
    ['src/gateway/settings/a.ts', "import { b } from '../door/b.js';"],
    ['src/gateway/clock.ts', "import { b } from './telemetry/b.js';"],
    ['src/gateway/a.ts', "import type { B } from '../machine/b.js';"],
    ['src/components/a.tsx', "import { b } from '../client/b.js';"],
    ['src/client/a.ts', "import { b } from 'react';"],
    ['src/utils/a.ts', "import { b } from 'react';"],
  ])('refuses %s with %j', (path, text) => {
    expect(forbiddenImports(toSourceFile(path, text))).toHaveLength(1);
  });

  it.each([
    ['src/client/driver/a.ts', 'setTimeout(x, 1);'],
    ['src/react/a.ts', 'const now = Date.now();'],
    ['src/gateway/a.ts', 'document.title;'],
    ['src/client/driver/a.ts', 'new WebSocket(url);'],
    ['src/testing/a.ts', 'setInterval(x, 1);'],
  ])('refuses %s with %j', (path, text) => {
    expect(forbiddenPowers(toSourceFile(path, text))).toHaveLength(1);
  });

  it('finds what a row allows and its room does not use', () => {
    const row: Room = { imports: ['protocol', 'ws'], types: ['client'], powers: ['page'] };
    expect(unusedPermissions(['machine', row])).toEqual([
      'machine imports no ws',
      'machine imports no type of client',
      'machine takes no page',
    ]);
  });

  it('finds a circle that only types close, once, from wherever it is entered', () => {
    const circle = [
      toSourceFile('src/client/a.ts', "import { b } from './b.js';"),
      toSourceFile('src/client/b.ts', "import type { C } from './c.js';"),
      toSourceFile('src/client/c.ts', "import { a } from './a.js';\nimport { d } from './d.js';"),
      toSourceFile('src/client/d.ts', "import { e } from './e.js';"),
    ];
    expect(circlesAmong(circle)).toEqual(['src/client/a.ts → src/client/b.ts → src/client/c.ts → src/client/a.ts']);
  });

  it('lets a layer use the clock it was given', () => {
    expect(forbiddenPowers(toSourceFile('src/client/driver/a.ts', 'clock.setTimeout(x, 1); world.random();'))).toEqual(
      [],
    );
  });
});
