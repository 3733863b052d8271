import type { StorybookConfig } from '@storybook/react-vite';
import { mergeConfig } from 'vite';

const config: StorybookConfig = {
  framework: '@storybook/react-vite',
  stories: ['../stories/**/*.mdx', '../stories/**/*.stories.tsx'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  // `react-docgen-typescript` needs TypeScript's JavaScript API, which TypeScript 7 does not have.
  typescript: { check: false, reactDocgen: 'react-docgen' },
  // When Vite finds a dependency late, it reloads the page, and the story test that is running fails.
  viteFinal: (vite) => mergeConfig(vite, { optimizeDeps: { include: ['reconnecting-websocket', 'zustand', 'uplot'] } }),
};

export default config;
