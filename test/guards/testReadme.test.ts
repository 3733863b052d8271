import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repository } from './sourceFiles.js';

const text = readFileSync(join(repository, 'test/README.md'), 'utf8');
const named = [...text.matchAll(/`([a-z0-9]+\/[\w./-]+)`/gi)]
  .map(([, name = '']) => name)
  .filter((name) => !name.startsWith('scripts/'));

it('test/README.md names tests that exist', () => {
  expect(named.length).toBeGreaterThan(100);
  const missing = named.filter((name) => {
    const path = join(repository, 'test', name);
    return !['', '.test.ts', '.test.tsx', '.ts'].some((suffix) => existsSync(path + suffix));
  });
  expect([...new Set(missing)]).toEqual([]);
});
