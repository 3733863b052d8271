import type { StorybookConfig } from '@storybook/react-vite';
import { mergeConfig } from 'vite';
import { propTablesPlugin } from './propTablesPlugin.js';

const FONT = 'inter-latin-wght-normal.woff2';
/** Loaded before the page is painted, or not at all: nothing moves when it comes. */
const FONT_HEAD = `<link rel="preload" href="./fonts/${FONT}" as="font" type="font/woff2" crossorigin />
<style>
  @font-face {
    font-family: 'Inter Variable';
    font-weight: 100 900;
    font-display: optional;
    src: url('./fonts/${FONT}') format('woff2');
  }
</style>`;
const withFont = (head = ''): string => `${head}${FONT_HEAD}`;

const config: StorybookConfig = {
  framework: '@storybook/react-vite',
  stories: ['../stories/**/*.mdx', '../stories/**/*.stories.tsx'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  // The font of the manager and the docs. A story by itself keeps the system's, as an app without a font of its own does.
  staticDirs: [{ from: `../node_modules/@fontsource-variable/inter/files/${FONT}`, to: `/fonts/${FONT}` }],
  managerHead: withFont,
  previewHead: withFont,
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  // The tables of props are our own: see propTables.ts.
  typescript: { check: false, reactDocgen: false },
  viteFinal: (vite) =>
    mergeConfig(vite, {
      plugins: [propTablesPlugin()],
      // When Vite finds a dependency late, it reloads the page, and the story test that is running fails.
      optimizeDeps: { include: ['reconnecting-websocket', 'zustand', 'uplot'] },
    }),
};

export default config;
