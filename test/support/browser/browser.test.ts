import { expect, it } from 'vitest';
import { browserForFile } from './browser.js';
import { pagesForFile } from './pages.js';

const chromium = browserForFile();
const pages = pagesForFile();

it('runs a page made of our source, without a reload or a word on the console', { timeout: 60_000 }, async () => {
  const page = await chromium.newPage();
  const noise: string[] = [];
  let loads = 0;
  page.on('load', () => (loads += 1));
  page.on('console', (message) => noise.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => noise.push(error.message));
  page.on('websocket', (socket) => noise.push(`websocket: ${socket.url()}`));
  await page.goto(pages.url('counter', { x: '1' }));
  const button = page.getByRole('button');
  await button.click();
  expect(await button.textContent()).toBe('idle 1 ?x=1');
  expect({ noise: noise.filter((line) => !line.includes('React DevTools')), loads }).toEqual({ noise: [], loads: 1 });
});

it('says so when a page does not exist', () => {
  expect(() => pages.url('../../package')).toThrow('there is no page');
});
