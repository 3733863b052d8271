import type { SourceFile } from './sourceFiles.js';

/**
 * The circles of imports among files, one for each import that closes one, such as `a → b → a`. Imports of types count: a
 * circle of types is harmless to the engine, and still means that neither file can be read without the other.
 */
export function circlesAmong(files: readonly SourceFile[]): string[] {
  const importsOf = new Map(
    files.map(({ path, imports }) => [path, imports.map(({ target }) => toPath(target, files))]),
  );
  const done = new Set<string>();
  const circles: string[] = [];

  const visit = (path: string, trail: readonly string[]): void => {
    const entered = trail.indexOf(path);
    if (entered >= 0) circles.push([...trail.slice(entered), path].join(' → '));
    if (entered >= 0 || done.has(path)) return;
    for (const target of importsOf.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  return circles;
}

/** The importer writes `.js` for `.tsx` too. */
const toPath = (target: string, files: readonly SourceFile[]): string =>
  files.some(({ path }) => path === target) ? target : target.replace(/\.ts$/, '.tsx');
