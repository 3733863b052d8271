import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { preview } from 'vite';
import { expect, it, onTestFinished } from 'vitest';
import { browserForFile } from '../support/browser/browser.js';
import { repository } from '../support/packaging/packedPackage.js';

const run = promisify(execFile);
const site = join(repository, 'site');
const chromium = browserForFile();

interface Group {
  readonly items: readonly { readonly text: string; readonly file: string }[];
}

it('the site builds from the documents, and every page of it opens', { timeout: 400_000 }, async () => {
  const { NODE_ENV: _, VITEST: __, NODE_OPTIONS: ___, ...env } = process.env;
  if (!existsSync(join(site, 'node_modules'))) await run('npm', ['run', 'docs:install'], { cwd: repository, env });
  // VitePress fails at a link that leads nowhere.
  await run('npm', ['run', 'build'], { cwd: site, env, maxBuffer: 2 ** 26 });
  const server = await preview({
    root: site,
    configFile: false,
    logLevel: 'error',
    appType: 'mpa',
    preview: { host: '127.0.0.1', port: 0 },
  });
  onTestFinished(() => server.close());
  const origin = server.resolvedUrls?.local[0] ?? '';

  const page = await chromium.newPage();
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('response', (response) => {
    if (response.status() >= 400) errors.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(origin);
  const links = await page
    .locator('.VPSidebar a')
    .evaluateAll((anchors) => anchors.map((anchor) => (anchor as HTMLAnchorElement).href));
  expect(links.length).toBeGreaterThan(30);
  for (const link of links) {
    // oxlint-disable-next-line no-await-in-loop -- one page
    await page.goto(link);
    // oxlint-disable-next-line no-await-in-loop -- one page
    await page.locator('.vp-doc h1').waitFor();
  }
  expect(errors).toEqual([]);

  await page.goto(`${origin}choosing-the-interval`);
  const interval = page.getByRole('slider', { name: 'Interval, seconds' });
  await interval.fill('50');
  await page.getByText('A dead connection is noticed within 200 s.').waitFor();

  // What programs read has every document.
  const llms = readFileSync(join(site, 'dist/llms.txt'), 'utf8');
  const groups = JSON.parse(readFileSync(join(site, 'guides.json'), 'utf8')) as readonly Group[];
  for (const { text } of groups.flatMap(({ items }) => items)) expect(llms).toContain(`[${text}](`);
});
