import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GROUND, ROOMS } from './layers.js';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** One import, re-export or dynamic import of a module. */
export interface ImportOf {
  /** The path of a file of ours, such as `src/client/clock.ts`; else the package's specifier. */
  readonly target: string;
  /** Erased by the compiler. `import { type A }` is not: under `verbatimModuleSyntax` the import itself stays. */
  readonly isTypeOnly: boolean;
}

/** A module of `src/`. */
export interface SourceFile {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  /** The folder under `src/`; `'entry'` for a file directly in it. */
  readonly layer: string;
  /** Its row in the table of rooms: `client/link`, `client/ground`, or the layer for one without rooms and for its face. */
  readonly room: string;
  readonly lines: number;
  /** The code without comments and without the text of quoted strings. */
  readonly code: string;
  readonly imports: readonly ImportOf[];
}

/** Every TypeScript module below `src/`. */
export function readSourceFiles(root = join(repository, 'src')): SourceFile[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => posix.join('src', name.split(sep).join('/')))
    .toSorted()
    .map((path) => toSourceFile(path, readFileSync(join(root, relative('src', path)), 'utf8')));
}

/** The layer of a path such as `src/client/link/link.ts`: `client`. */
export const layerOf = (path: string): string => /^src\/([^/]+)\//.exec(path)?.[1] ?? 'entry';

/** The row of a path in the table of rooms. */
export function roomOf(path: string): string {
  const layer = layerOf(path);
  const [, first = '', rest] = /^src\/[^/]+\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  const ground = GROUND[layer];
  // Of a layer without a ground, those folders are rooms that the table names.
  if (!ground) return Object.hasOwn(ROOMS, `${layer}/${first}`) ? `${layer}/${first}` : layer;
  if (rest !== undefined) return `${layer}/${first}`;
  return ground.includes(first.replace(/\.tsx?$/, '')) ? `${layer}/ground` : layer;
}

/** What the guards look at, of one module's text. */
export function toSourceFile(path: string, text: string): SourceFile {
  const withoutComments = text.replace(COMMENT_OR_STRING, (match) => (match.startsWith('/') ? ' ' : match));
  return {
    path,
    layer: layerOf(path),
    room: roomOf(path),
    lines: text.trimEnd().split('\n').length,
    code: withoutComments.replace(COMMENT_OR_STRING, (match) => (match.startsWith('`') ? match : "''")),
    imports: readImports(path, withoutComments),
  };
}

/**
 * Comments, and the strings in which something may only look like one. Quoted strings end at the line at the latest, so
 * that an apostrophe in JSX text or in a regular expression misleads for one line and no further.
 */
const COMMENT_OR_STRING = /\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g;

/** `import 'a'`, `import type A from 'a'`, `import A, { B } from 'a'`, `export * as A from 'a'`, `export { A } from 'a'`. */
const STATIC_IMPORT = /\b(?:import|export)\s+(type\s+(?!from\b))?(?:[\w$*\s{},]+?\sfrom\s+)?(['"])([^'"\n]+)\2/g;
const DYNAMIC_IMPORT = /\bimport\(\s*(['"])([^'"\n]+)\1/g;

function readImports(path: string, code: string): ImportOf[] {
  return [
    ...[...code.matchAll(STATIC_IMPORT)].flatMap(([, type, , specifier = '']) =>
      resolve(path, specifier).map((target) => ({ target, isTypeOnly: type !== undefined })),
    ),
    ...[...code.matchAll(DYNAMIC_IMPORT)].flatMap(([, , specifier = '']) =>
      resolve(path, specifier).map((target) => ({ target, isTypeOnly: false })),
    ),
  ];
}

/** What the source means by `#…`: a file for each condition. */
const { imports: CHOICES } = JSON.parse(readFileSync(join(repository, 'src/package.json'), 'utf8')) as {
  imports: Record<string, Record<string, string>>;
};

const resolve = (from: string, specifier: string): string[] => {
  if (specifier.startsWith('#')) return Object.values(CHOICES[specifier] ?? {}).map((file) => posix.join('src', file));
  return [specifier.startsWith('.') ? posix.join(dirname(from), specifier).replace(/\.js$/, '.ts') : specifier];
};
