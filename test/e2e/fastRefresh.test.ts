import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { createServer, type ViteDevServer } from 'vite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHeartbeatGateway, type HeartbeatGateway } from '../../src/gateway/index.js';
import { browserForFile } from '../support/browser/browser.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const chromium = browserForFile();
let folder: string;
let vite: ViteDevServer;
let gateway: HeartbeatGateway;

const app = (edit: number, url: string): string => `
import { useHeartbeatSocket, ConnectionBanner } from ${JSON.stringify(join(repository, 'src/index.ts'))};
export function App() {
  const { status, socket } = useHeartbeatSocket(${JSON.stringify(url)}, { lostAfterMs: ${edit} + 500 });
  return <><ConnectionBanner socket={socket} /><h1>edit ${edit}</h1><output>{status}</output><input aria-label="Notes" /></>;
}`;

beforeEach(async () => {
  mkdirSync(join(repository, '.cache'), { recursive: true });
  folder = mkdtempSync(join(repository, '.cache/fast-refresh-'));
  gateway = createHeartbeatGateway({ port: 0, host: '127.0.0.1', configFile: false, env: {} });
  await gateway.ready;
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><title>x</title><div id="root"></div><script type="module" src="/main.tsx"></script>',
  );
  writeFileSync(
    join(folder, 'main.tsx'),
    `import { StrictMode } from 'react'; import { createRoot } from 'react-dom/client'; import { App } from './App.tsx';
     createRoot(document.getElementById('root')!).render(<StrictMode><App /></StrictMode>);`,
  );
  vite = await createServer({
    root: folder,
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    cacheDir: join(folder, '.vite'),
    server: { host: '127.0.0.1', port: 0, fs: { allow: [repository] } },
    optimizeDeps: {
      include: [
        'react',
        'react-dom/client',
        'react/jsx-dev-runtime',
        'zustand',
        'zustand/vanilla',
        'reconnecting-websocket',
      ],
    },
  });
});
afterEach(async () => {
  await vite.close();
  await gateway.close();
  rmSync(folder, { recursive: true, force: true });
});

it('D4: ten edits under Fast Refresh keep one socket, its status, and what was typed', async () => {
  const url = `ws://127.0.0.1:${gateway.address()?.port}/ws`;
  writeFileSync(join(folder, 'App.tsx'), app(0, url));
  await vite.listen();
  const page = await chromium.newPage();
  page.on('pageerror', (error) => console.error('page:', error.message));
  await page.goto(vite.resolvedUrls?.local[0] ?? '');
  await page.locator('output', { hasText: /^open$/ }).waitFor();
  await page.getByLabel('Notes').fill('kept');
  const seen = new Set<string>();
  for (let edit = 1; edit <= 10; edit += 1) {
    writeFileSync(join(folder, 'App.tsx'), app(edit, url));
    await page.getByRole('heading', { name: `edit ${edit}`, exact: true }).waitFor();
    seen.add(await page.locator('output').innerText());
  }
  expect([...seen]).toEqual(['open']);
  // A full reload would have emptied it: these were hot edits.
  expect(await page.getByLabel('Notes').inputValue()).toBe('kept');
  await page.waitForTimeout(200);
  expect(gateway.stats().counters).toMatchObject({ opened: 1 });
  expect(gateway.peers.size).toBe(1);
});
