import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build, type Rolldown } from 'vite';
import { beforeAll } from 'vitest';

/** The pages of the end-to-end tests, served from source. */
export interface TestPages {
  /**
   * The address of `<page>.tsx`; `query` becomes the page's `location.search`, and its `policy` the page's
   * Content-Security-Policy. Throws when there is no such page.
   */
  url(page: string, query?: Readonly<Record<string, string>>): string;
}

const root = fileURLToPath(new URL('pages', import.meta.url));

/**
 * Serves a test file the modules of `pages/`, each as a page of its own with an empty `<div id="root">`. Call it at the top
 * of the file.
 */
export function pagesForFile(): TestPages {
  let port = 0;
  beforeAll(async () => {
    const server = await servePages(await bundlePages());
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

type File = Rolldown.OutputChunk | Rolldown.OutputAsset;

/**
 * All pages in one build, with React's and our own warnings. A development server would have every new page ask for
 * hundreds of modules, which takes a small machine three seconds.
 */
async function bundlePages(): Promise<ReadonlyMap<string, File>> {
  const bundle = (await build({
    root,
    configFile: false,
    logLevel: 'error',
    mode: 'development',
    plugins: [react()],
    define: { 'process.env.NODE_ENV': '"development"' },
    build: {
      write: false,
      minify: false,
      target: 'esnext',
      modulePreload: false,
      rolldownOptions: {
        input: readdirSync(root).map((page) => join(root, page)),
        output: { entryFileNames: '[name].js' },
      },
    },
  })) as Rolldown.RolldownOutput;
  return new Map(bundle.output.map((file) => [file.fileName, file]));
}

async function servePages(files: ReadonlyMap<string, File>): Promise<{ port: number; close: () => Promise<void> }> {
  const http = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://pages');
    const name = pathname.slice(1);
    const file = files.get(name);
    if (file) {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(contentOf(file));
    } else if (isPage(name)) {
      const html = shell(name, stylesOf(`${name}.js`, files), searchParams.get('policy'));
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
    } else {
      response.writeHead(404).end();
    }
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  return {
    port,
    close: async () => {
      http.closeAllConnections();
      await new Promise((closed) => http.close(closed));
    },
  };
}

const isPage = (page: string): boolean => /^[\w-]+$/.test(page) && existsSync(join(root, `${page}.tsx`));

const contentOf = (file: File | undefined): string =>
  file === undefined ? '' : file.type === 'chunk' ? file.code : String(file.source);

/** The style sheets that a module and those it imports bring. */
function stylesOf(name: string, files: ReadonlyMap<string, File>): readonly string[] {
  const chunk = files.get(name);
  if (chunk?.type !== 'chunk') return [];
  const own = [...(chunk.viteMetadata?.importedCss ?? [])].map((css) => contentOf(files.get(css)));
  return [...chunk.imports.flatMap((imported) => stylesOf(imported, files)), ...own];
}

/** As a page looks that carries its styles itself: they are there before its script runs. */
function shell(page: string, styles: readonly string[], policy: string | null): string {
  const forbids = policy === null ? '' : `<meta http-equiv="Content-Security-Policy" content="${policy}" />`;
  const css = styles.map((text) => `<style>${text}</style>`).join('');
  return `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" />${forbids}<title>${page}</title><link rel="icon" href="data:," />${css}</head>
  <body><div id="root"></div><script type="module" src="/${page}.js"></script></body>
</html>`;
}
