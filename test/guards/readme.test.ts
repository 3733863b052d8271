import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readDocuments } from './readDocuments.js';
import { packageEntries } from './packageEntries.js';
import { extractSamples, toModule } from './readmeSamples.js';
import { repository } from './sourceFiles.js';

const run = promisify(execFile);
const tsc = join(repository, 'node_modules/typescript/bin/tsc');
/** The package's own names, as an app imports them, stand for the source. */
const PATHS = {
  ...Object.fromEntries(packageEntries().map(({ name, source }) => [`heartbeat-socket${name.slice(1)}`, [source]])),
  'heartbeat-socket/locales/*': [join(repository, 'src/locales/*.ts')],
};

let dir: string;
beforeAll(() => {
  // Inside the repository, so that `react` and the types of Node resolve as in a project that has them installed, and in
  // test/, so that `@sentry/browser` does.
  const cache = join(repository, 'test/.cache');
  mkdirSync(cache, { recursive: true });
  dir = mkdtempSync(join(cache, 'readme-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** What the compiler says about the samples of markdown texts, in one program; empty when they compile. */
async function compile(texts: Readonly<Record<string, string>>): Promise<string> {
  const files = Object.entries(texts).flatMap(([path, markdown]) =>
    extractSamples(markdown).map((sample) => {
      const name = `${path.replaceAll('/', '.')}.L${sample.line}.${sample.language}`;
      writeFileSync(join(dir, name), toModule(sample));
      return name;
    }),
  );
  const config = {
    extends: join(repository, 'tsconfig.json'),
    compilerOptions: { paths: PATHS, noUnusedLocals: false, allowJs: true },
    include: [],
    files,
  };
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify(config));
  return run(process.execPath, [tsc, '-p', dir, '--pretty', 'false'], { cwd: dir }).then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  );
}

it('finds samples and keeps their line numbers', () => {
  const markdown =
    'a\n\n```ts\nconst b = 1;\n```\n\n```sh\nnpm i\n```\n\n```tsx title="c"\n<c />;\n```\n\n```js\nd();\n```\n';
  expect(extractSamples(markdown)).toEqual([
    { line: 4, language: 'ts', code: 'const b = 1;\n' },
    { line: 12, language: 'tsx', code: '<c />;\n' },
    { line: 16, language: 'js', code: 'd();\n' },
  ]);
});

it('notices a sample that does not compile, and where, and accepts one that does', { timeout: 60_000 }, async () => {
  const bad =
    "text\n\n```ts\nimport { createHeartbeatSocket } from 'heartbeat-socket/core';\ncreateHeartbeatSocket(7);\n```";
  const good =
    "```tsx\nimport 'heartbeat-socket/styles.css';\nimport { useHeartbeatSocket } from 'heartbeat-socket';\n" +
    "export const App = () => <p>{useHeartbeatSocket('/ws').status}</p>;\n```";
  const said = await compile({ 'docs/bad.md': bad, 'good.md': good });
  expect(said).toMatch(/docs\.bad\.md\.L4\.ts\(5,23\): error TS2345/);
  expect(said).not.toContain('good.md');
  // Of JavaScript, the syntax.
  expect(await compile({ 'js.md': '```js\nconst a = ;\n```' })).toMatch(/js\.md\.L2\.js\(2,11\): error TS1109/);
});

it('every sample of the README and of the documents compiles', { timeout: 120_000 }, async () => {
  const texts = Object.fromEntries(readDocuments().map(({ path, text }) => [path, text]));
  expect(extractSamples(texts['README.md'] ?? '').length).toBeGreaterThan(5);
  expect(await compile(texts)).toBe('');
});
