import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { preview } from 'vite';
import { expect, it, onTestFinished } from 'vitest';
import { browserForFile } from '../support/browser/browser.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const site = join(repository, '.cache/storybook');
const chromium = browserForFile();

interface StorybookIndex {
  readonly entries: Readonly<Record<string, { readonly id: string; readonly type: 'docs' | 'story' }>>;
}

it('builds, and shows every page of its documentation', { timeout: 300_000 }, async () => {
  const storybook = join(repository, 'node_modules/storybook/dist/bin/dispatcher.js');
  await promisify(execFile)(process.execPath, [storybook, 'build', '-o', site, '--quiet'], {
    cwd: repository,
    env: { ...process.env, STORYBOOK_DISABLE_TELEMETRY: '1' },
  });
  const server = await preview({
    root: repository,
    configFile: false,
    logLevel: 'error',
    build: { outDir: site },
    preview: { host: '127.0.0.1', port: 0 },
  });
  onTestFinished(() => server.close());

  const { entries } = JSON.parse(readFileSync(join(site, 'index.json'), 'utf8')) as StorybookIndex;
  const docs = Object.values(entries).filter(({ type }) => type === 'docs');
  expect(docs.length).toBeGreaterThan(10);
  const page = await chromium.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  for (const { id } of docs) {
    await page.goto(`${server.resolvedUrls?.local[0]}iframe.html?id=${id}&viewMode=docs`);
    await page.locator('#storybook-docs :is(h1, h2)').first().waitFor();
  }
  expect(errors).toEqual([]);
});
