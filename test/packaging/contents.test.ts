import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSourceFiles, toSourceFile } from '../guards/sourceFiles.js';
import { packPackage, repository, type PackedPackage } from '../support/packaging/packedPackage.js';

const LIBRARY = 'reconnecting-websocket';

let packed: PackedPackage;
beforeAll(async () => {
  packed = await packPackage();
});
afterAll(() => packed.remove());

const read = (path: string): string => readFileSync(join(packed.folder, path), 'utf8');

/** The module in the package of a module of the source. */
const builtFrom = (source: string): string => source.replace(/^src\//, 'dist/').replace(/\.tsx?$/, '.js');

it('imports only what installing it brings, or asks for', () => {
  const modules = readdirSync(join(packed.folder, 'dist'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  );
  const { dependencies, peerDependencies } = packed.manifest;
  const known = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
  const imported = modules.flatMap((name) => toSourceFile(`dist/${name}`, read(`dist/${name}`)).imports);
  const packages = imported
    .map(({ target }) => target)
    .filter(
      (target) => !/^(?:dist|src)\/|^node:/.test(target) && !known.some((name) => `${target}/`.startsWith(`${name}/`)),
    );
  expect(imported.length).toBeGreaterThan(100);
  expect(packages).toEqual([]);
});

it('keeps the directive of each module', () => {
  const clients = readSourceFiles()
    .map(({ path }) => path)
    .filter((path) => readFileSync(join(repository, path), 'utf8').startsWith("'use client'"))
    // A module of types alone leaves none.
    .filter((path) => existsSync(join(packed.folder, builtFrom(path))));
  expect(clients.length).toBeGreaterThan(20);
  expect(clients.filter((path) => !/^["']use client["']/.test(read(builtFrom(path))))).toEqual([]);
});

it(`has ${LIBRARY} compiled for today, as far as one attempt reaches, and under its own licence`, () => {
  const code = read(`dist/vendor/${LIBRARY}.js`);
  expect(code).toMatch(/\bclass\b/);
  expect(code).not.toMatch(/_debug|_connect|RWS>|Delay|clearTimeout|random|addEventListener/);
  expect(code).toContain('Pedro Ladaria');
  const folder = join(repository, 'node_modules', LIBRARY);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const licence = readFileSync(join(folder, 'LICENSE'), 'utf8');
  expect(licence).toContain('Permission is hereby granted');
  expect(read(`dist/vendor/${LIBRARY}.LICENSE`)).toBe(licence);
  const notice = read('THIRD_PARTY.md');
  expect(notice).toContain(licence.trim());
  expect(notice).toContain(version);
});

it('has the operators’ page and the description of the admin interface', () => {
  const page = readdirSync(join(packed.folder, 'dist/page'), { recursive: true, encoding: 'utf8' });
  expect(page).toEqual(expect.arrayContaining(['index.html', 'openapi.json']));
  const html = read('dist/page/index.html');
  const loaded = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
  expect(loaded.length).toBeGreaterThan(2);
  // Relative, so that the page works behind any prefix; of the package, so that it needs no other host.
  expect(loaded.filter((path) => !path.startsWith('./') || !page.includes(path.slice(2)))).toEqual([]);
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/);
});
