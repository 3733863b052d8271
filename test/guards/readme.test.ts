import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
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
  // Inside the repository, so that `react` and the types of Node resolve as in a project that has them installed.
  const cache = join(repository, '.cache');
  mkdirSync(cache, { recursive: true });
  dir = mkdtempSync(join(cache, 'readme-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** What the compiler says about the samples of a markdown text; empty when they compile. */
async function compile(markdown: string): Promise<string> {
  const samples = extractSamples(markdown);
  const files = samples.map((sample) => {
    const name = `README.L${sample.line}.${sample.isTsx ? 'tsx' : 'ts'}`;
    writeFileSync(join(dir, name), toModule(sample));
    return name;
  });
  const config = {
    extends: join(repository, 'tsconfig.json'),
    compilerOptions: { paths: PATHS, noUnusedLocals: false },
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
  const markdown = 'a\n\n```ts\nconst b = 1;\n```\n\n```sh\nnpm i\n```\n\n```tsx title="c"\n<c />;\n```\n';
  expect(extractSamples(markdown)).toEqual([
    { line: 4, isTsx: false, code: 'const b = 1;\n' },
    { line: 12, isTsx: true, code: '<c />;\n' },
  ]);
});

it('notices a sample that does not compile, and where', { timeout: 60_000 }, async () => {
  const markdown =
    "text\n\n```ts\nimport { createHeartbeatSocket } from 'heartbeat-socket/core';\ncreateHeartbeatSocket(7);\n```";
  expect(await compile(markdown)).toMatch(/README\.L4\.ts\(5,23\): error TS2345/);
});

it('accepts one that does', { timeout: 60_000 }, async () => {
  const markdown =
    "```tsx\nimport 'heartbeat-socket/styles.css';\nimport { useHeartbeatSocket } from 'heartbeat-socket';\n" +
    "export const App = () => <p>{useHeartbeatSocket('/ws').status}</p>;\n```";
  expect(await compile(markdown)).toBe('');
});

it('finds samples in the README', () => {
  expect(extractSamples(readFileSync(join(repository, 'README.md'), 'utf8')).length).toBeGreaterThan(0);
});

const guides = readdirSync(join(repository, 'docs')).filter((name) => name.endsWith('.md'));

it.each(['README.md', ...guides.map((name) => `docs/${name}`)])(
  'compiles every sample of %s',
  { timeout: 60_000 },
  async (path) => {
    const markdown = readFileSync(join(repository, path), 'utf8');
    expect(await compile(markdown)).toBe('');
  },
);
