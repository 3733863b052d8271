import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { createServer, type ViteDevServer } from 'vite';
import { expect, it, onTestFinished } from 'vitest';
import { browserForFile } from '../support/browser/browser.js';
import { startGateway } from '../support/gateway/gateways.js';
import { sleep } from '../support/waitFor.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const chromium = browserForFile();

const app = (edit: number, url: string): string => `
import { useHeartbeatSocket, ConnectionBanner } from ${JSON.stringify(join(repository, 'src/index.ts'))};
export function App() {
  const { status, socket } = useHeartbeatSocket(${JSON.stringify(url)}, { lostAfterMs: ${edit} + 500 });
  return <><ConnectionBanner socket={socket} /><h1>edit ${edit}</h1><output>{status}</output><input aria-label="Notes" /></>;
}`;

/** An app in a folder of its own. */
function makeApp(): string {
  mkdirSync(join(repository, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(repository, '.cache/fast-refresh-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><title>x</title><div id="root"></div><script type="module" src="/main.tsx"></script>',
  );
  writeFileSync(
    join(folder, 'main.tsx'),
    `import { StrictMode } from 'react'; import { createRoot } from 'react-dom/client'; import { App } from './App.tsx';
     createRoot(document.getElementById('root')!).render(<StrictMode><App /></StrictMode>);`,
  );
  return folder;
}

async function serve(folder: string): Promise<ViteDevServer> {
  const vite = await createServer({
    root: folder,
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    cacheDir: join(folder, '.vite'),
    // Edits are told to Vite by the test: its watcher passes over a change that follows another within 50 ms.
    server: { host: '127.0.0.1', port: 0, watch: null, fs: { allow: [repository] } },
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
  onTestFinished(() => vite.close());
  return vite.listen();
}

it('D4: ten edits under Fast Refresh keep one socket, its status, and what was typed', async () => {
  const { gateway, url } = await startGateway();
  const folder = makeApp();
  const file = join(folder, 'App.tsx');
  writeFileSync(file, app(0, url));
  const vite = await serve(folder);
  const page = await chromium.newPage();
  page.on('pageerror', (error) => console.error('page:', error.message));
  await page.goto(vite.resolvedUrls?.local[0] ?? '');
  await page.locator('output', { hasText: /^open$/ }).waitFor();
  await page.getByLabel('Notes').fill('kept');
  const seen = new Set<string>();
  for (let edit = 1; edit <= 10; edit += 1) {
    writeFileSync(file, app(edit, url));
    vite.watcher.emit('change', file);
    await page.getByRole('heading', { name: `edit ${edit}`, exact: true }).waitFor();
    seen.add(await page.locator('output').innerText());
  }
  expect([...seen]).toEqual(['open']);
  // A full reload would have emptied it: these were hot edits.
  expect(await page.getByLabel('Notes').inputValue()).toBe('kept');
  await sleep(200);
  expect(gateway.stats().counters).toMatchObject({ opened: 1 });
  expect(gateway.peers.size).toBe(1);
});
