import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './sourceFiles.js';

/** A markdown text that readers of the repository, or of the site, get. */
export interface Document {
  /** In the repository. */
  readonly path: string;
  readonly text: string;
}

/** Those with folders of their own, and those without. */
const DEEP = ['docs', 'examples', 'ops'];
const FLAT = ['', 'test'];

/** All of them, in the order of their paths. */
export const readDocuments = (): readonly Document[] =>
  [...FLAT, ...DEEP]
    .filter((folder) => existsSync(join(repository, folder)))
    .flatMap(namesIn)
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(repository, path), 'utf8') }));

const namesIn = (folder: string): string[] =>
  readdirSync(join(repository, folder), { recursive: DEEP.includes(folder), encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
    .map((name) => join(folder, name).replaceAll('\\', '/'));
