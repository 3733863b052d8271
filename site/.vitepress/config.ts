import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { sidebar } from './guides.js';
import { linkToRepository, slugify } from './linkToRepository.js';
import { writeLlms } from './writeLlms.js';

const toPath = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const repository = toPath('../../');
const pages = toPath('../pages/');
const base = process.env['SITE_BASE'] ?? '/';
const origin = process.env['SITE_ORIGIN'] ?? '';

/** The pages are the documents of the repository, linked by `link-pages.mjs`, and the reference that TypeDoc makes. */
export default defineConfig({
  srcDir: pages,
  rewrites: {
    'README.md': 'index.md',
    'docs/:page.md': ':page.md',
    'site/api/:entry.md': 'api/:entry.md',
    'ops/README.md': 'ops.md',
    'examples/README.md': 'examples.md',
    'examples/:example/README.md': 'examples/:example.md',
  },
  cacheDir: toPath('../../.cache/site'),
  outDir: toPath('../dist'),
  base,
  lang: 'en',
  title: 'heartbeat-socket',
  description:
    'WebSockets that tell the truth: heartbeats both ways, calm reconnects, accessible banners, a Node gateway.',
  cleanUrls: true,
  // Documents name addresses of the reader's own machine.
  ignoreDeadLinks: 'localhostLinks',
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `${base}mark.svg` }]],
  markdown: { anchor: { slugify }, config: (markdown) => linkToRepository(markdown, pages) },
  themeConfig: {
    logo: { light: '/mark.svg', dark: '/mark-dark.svg', alt: '' },
    nav: [
      { text: 'The page', link: '/hook' },
      { text: 'The gateway', link: '/gateway' },
      { text: 'Reference', link: '/api/' },
    ],
    sidebar: sidebar(),
    outline: [2, 3],
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: 'https://github.com/heartbeat-socket/heartbeat-socket' }],
  },
  vite: {
    publicDir: toPath('../public'),
    server: { fs: { allow: [repository] } },
    resolve: { preserveSymlinks: true },
    build: {
      chunkSizeWarningLimit: 2_000,
      rollupOptions: {
        // The calculator is made of modules for the client, which says nothing here.
        onwarn: (warning, warn) => {
          if (warning.code !== 'MODULE_LEVEL_DIRECTIVE' && warning.code !== 'SOURCEMAP_ERROR') warn(warning);
        },
      },
    },
  },
  buildEnd: ({ outDir }) => writeLlms(repository, outDir, origin + base.replace(/\/$/, '')),
});
