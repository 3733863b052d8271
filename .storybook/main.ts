import type { StorybookConfig } from '@storybook/react-vite';
import { mergeConfig } from 'vite';

const config: StorybookConfig = {
  framework: '@storybook/react-vite',
  stories: ['../stories/**/*.mdx', '../stories/**/*.stories.tsx'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  // The other docgen needs TypeScript's JavaScript API, which TypeScript 7 does not have.
  typescript: { check: false, reactDocgen: 'react-docgen' },
  // Found late, a dependency makes Vite reload the page, and a story test that was running fails.
  viteFinal: (vite) =>
    mergeConfig(vite, {
      optimizeDeps: { include: ['reconnecting-websocket', 'zustand', 'zustand/react/shallow', 'uplot'] },
    }),
};

export default config;
