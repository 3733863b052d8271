import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { createServer, type ViteDevServer } from 'vite';
import { beforeAll } from 'vitest';

const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** The pages of the end-to-end tests, served from source. */
export interface TestPages {
  /** The address of `<page>.tsx`; `query` becomes the page's `location.search`. Throws when there is no such page. */
  url(page: string, query?: Readonly<Record<string, string>>): string;
}

/**
 * In place of Vite's own client, which opens a WebSocket even when hot reloading is off: in these pages every socket is
 * one of ours. What is left is what a module that imports a stylesheet needs.
 */
const QUIET_CLIENT = `
const hot = { data: {}, accept() {}, prune() {}, dispose() {}, invalidate() {}, on() {}, off() {}, send() {} };
export const createHotContext = () => hot;
export const injectQuery = (url) => url;
export const removeStyle = () => {};
export function updateStyle(id, css) {
  document.head.append(Object.assign(document.createElement('style'), { textContent: css }));
}`;

const root = join(repository, 'test/support/browser/pages');

/**
 * Serves a test file the modules of `pages/`, each as a page of its own with an empty `<div id="root">`, straight from
 * TypeScript. Call it at the top of the file.
 *
 * Hot reloading is off, and all dependencies are bundled beforehand: Vite reloads a page when it meets a new one, which
 * in the middle of a test would look like a lost connection.
 */
export function pagesForFile(): TestPages {
  let port = 0;
  beforeAll(async () => {
    const server = await servePages();
    ({ port } = server);
    return () => server.close();
  });
  return {
    url: (page, query = {}) => {
      if (!isPage(page)) throw new Error(`there is no page ${join(root, page)}.tsx`);
      return `http://127.0.0.1:${port}/${page}?${new URLSearchParams(query)}`;
    },
  };
}

async function servePages(): Promise<{ port: number; close: () => Promise<void> }> {
  const http = createHttpServer();
  const vite = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    plugins: [react()],
    cacheDir: join(repository, '.cache/vite-pages'),
    server: { middlewareMode: { server: http }, hmr: false, ws: false, watch: null, fs: { allow: [repository] } },
    optimizeDeps: {
      noDiscovery: true,
      include: [
        'react',
        'react-dom',
        'react-dom/client',
        'react/jsx-runtime',
        'react/jsx-dev-runtime',
        'zustand',
        'zustand/vanilla',
        'zustand/react/shallow',
        'reconnecting-websocket',
      ],
    },
  });
  http.on('request', (request, response) => {
    const path = new URL(request.url ?? '/', 'http://pages').pathname;
    const page = path.slice(1);
    if (path === '/@vite/client') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(QUIET_CLIENT);
    } else if (isPage(page)) {
      shell(vite, page).then(
        (html) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    } else {
      vite.middlewares(request, response);
    }
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  return {
    port,
    close: async () => {
      await vite.close();
      http.closeAllConnections();
      await new Promise((closed) => http.close(closed));
    },
  };
}

const isPage = (page: string): boolean => /^[\w-]+$/.test(page) && existsSync(join(root, `${page}.tsx`));

/** Vite adds what its plugins need, such as React's preamble. */
function shell(vite: ViteDevServer, page: string): Promise<string> {
  const html = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>${page}</title><link rel="icon" href="data:," /></head>
  <body><div id="root"></div><script type="module" src="/${page}.tsx"></script></body>
</html>`;
  return vite.transformIndexHtml(`/${page}`, html);
}
