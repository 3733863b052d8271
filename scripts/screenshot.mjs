// Serves storybook-static and takes a picture of one story: node scripts/screenshot.mjs <story id> <file.png>
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from './find-browser.mjs';

const root = fileURLToPath(new URL('../storybook-static', import.meta.url));
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const server = createServer((request, response) => {
  const path = join(
    root,
    normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname)).replace(/\/$/, '/index.html'),
  );
  try {
    statSync(path);
    response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' });
    createReadStream(path).pipe(response);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));

const [id, file] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
try {
  const page = await browser.newPage({ viewport: { width: 480, height: 200 }, deviceScaleFactor: 2 });
  page.on('pageerror', (error) => console.error('page:', error.message));
  await page.goto(`http://127.0.0.1:${server.address().port}/iframe.html?id=${id}&viewMode=story`);
  await page.waitForSelector('#storybook-root > *');
  await page.waitForFunction(() => !document.body.classList.contains('sb-show-preparing-story'));
  await page.screenshot({ path: file, animations: 'disabled' });
} finally {
  await browser.close();
  server.close();
}
