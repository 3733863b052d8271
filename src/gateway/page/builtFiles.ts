import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** Where the build puts them, seen from this module once it is built. Nothing is there when the source itself runs. */
const FOLDER = fileURLToPath(new URL(/* @vite-ignore */ '../../page/', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** A file that the build made for browsers. */
export interface BuiltFile {
  readonly contentType: string;
  readonly body: Buffer;
  readonly compressed: Buffer;
}

/**
 * The files by their path (`/index.html`), read when the first is asked for and then kept: a request can only get these,
 * and no other file of the machine.
 */
export function createBuiltFiles(folder = FOLDER): (path: string) => BuiltFile | null {
  let files: ReadonlyMap<string, BuiltFile> | null = null;
  return (path) => (files ??= read(folder)).get(path) ?? null;
}

function read(folder: string): ReadonlyMap<string, BuiltFile> {
  if (!existsSync(folder)) return new Map();
  return new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
      const contentType = TYPES[extname(name)];
      if (contentType === undefined) return [];
      const body = readFileSync(join(folder, name));
      return [[`/${name.split(sep).join('/')}`, { contentType, body, compressed: gzipSync(body) }]];
    }),
  );
}
