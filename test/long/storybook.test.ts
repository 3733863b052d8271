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

const PHONE = 375;
const BANNER = 'parts-connectionbanner';
const CLIENTS = 'start-bring-your-own-client';

interface StorybookIndex {
  readonly entries: Readonly<Record<string, { readonly id: string; readonly type: 'docs' | 'story' }>>;
}

it('builds, and shows every page of its documentation', { timeout: 300_000 }, async () => {
  const storybook = join(repository, 'node_modules/storybook/dist/bin/dispatcher.js');
  // As it is published: React's development build keeps the owner of each element, and the docs print them for minutes.
  const { NODE_ENV: _, VITEST: __, ...env } = process.env;
  await promisify(execFile)(process.execPath, [storybook, 'build', '-o', site, '--quiet'], {
    cwd: repository,
    env: { ...env, STORYBOOK_DISABLE_TELEMETRY: '1' },
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
  const page = await chromium.newPage({ viewport: { width: PHONE, height: 800 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  for (const { id } of docs) {
    await page.goto(`${server.resolvedUrls?.local[0]}iframe.html?id=${id}&viewMode=docs`);
    await page.locator('#storybook-docs :is(h1, h2)').first().waitFor();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, `${id} scrolls sideways`).toBeLessThanOrEqual(PHONE);
  }
  expect(errors).toEqual([]);

  const open = (id: string) => page.goto(`${server.resolvedUrls?.local[0]}iframe.html?id=${id}--docs&viewMode=docs`);
  // The banners of several stories are on one page, and none of them hides behind another.
  await open(BANNER);
  await page.locator(`#anchor--${BANNER}--two-banners [data-heartbeat='banner']`).nth(1).waitFor();
  const failed = page.locator(`#anchor--${BANNER}--failed [data-heartbeat='banner-icon']`);
  expect(await failed.evaluate((icon) => getComputedStyle(icon).opacity)).toBe('1');

  // All clients are on one page: each reaches its own server and no other's.
  await open(CLIENTS);
  const clients = Object.values(entries).filter(({ id, type }) => type === 'story' && id.startsWith(CLIENTS));
  const connected = page.getByText('Connected', { exact: true });
  await expect.poll(() => connected.count(), { timeout: 30_000 }).toBe(clients.length);
});
