import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { prebundleReact18 } from './test/support/react/prebundleReact18.js';
import { reactCompiler } from './test/support/react/reactCompiler.js';
import { browserArgs, findBrowser } from './scripts/find-browser.mjs';

const executablePath = findBrowser();
// The pool of those that render is `vmThreads`: jsdom is loaded once a worker and not once a file, which costs more than
// most files do. Each still has a window and modules of its own.

/** The tests that render, and the one that knows which React this is: those that another React could break. */
const rendered = ['test/{react,components}/**/*.test.tsx', 'test/react/version.test.ts'];

/** The end-to-end tests that cost time and no processor. */
const idle = ['test/e2e/{hiddenTab,nginx}.test.ts'];

export default defineConfig({
  test: {
    // Two files at once on two cores as well, where Vitest would run one: most of them wait for sockets and timers.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    coverage: {
      provider: 'v8',
      include: ['src/**/*.{ts,tsx}'],
      reporter: ['text', 'json-summary'],
    },
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          // Node 20 has the platform's WebSocket behind this flag; later ones take it and have it anyway.
          execArgv: ['--experimental-websocket'],
          include: ['test/{protocol,machine,client,gateway,integration,testing,guards,support,long}/**/*.test.ts'],
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'dom',
          environment: 'jsdom',
          pool: 'vmThreads',
          // Three projects at once: on a small machine that takes its time.
          testTimeout: 20_000,
          include: ['test/{react,components}/**/*.test.{ts,tsx}'],
          setupFiles: ['test/support/react/domSetup.ts'],
        },
      },
      {
        // The same tests on the oldest React we support.
        plugins: [react()],
        resolve: { alias: await prebundleReact18() },
        test: {
          name: 'react-18',
          env: { VITEST_PROJECT_REACT: '18' },
          environment: 'jsdom',
          pool: 'vmThreads',
          // Three projects at once: on a small machine that takes its time.
          testTimeout: 20_000,
          include: rendered,
          setupFiles: ['test/support/react/domSetup.ts'],
          server: { deps: { inline: ['zustand', '@testing-library/react'] } },
        },
      },
      {
        // And with our code through the React Compiler.
        plugins: [reactCompiler(), react()],
        test: {
          name: 'react-compiler',
          environment: 'jsdom',
          pool: 'vmThreads',
          // Three projects at once: on a small machine that takes its time.
          testTimeout: 20_000,
          include: rendered,
          setupFiles: ['test/support/react/domSetup.ts'],
        },
      },
      {
        test: {
          name: 'packaging',
          environment: 'node',
          include: ['test/packaging/**/*.test.ts'],
          // Each bundle is a second of work for an idle machine.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [storybookTest({ configDir: fileURLToPath(new URL('.storybook', import.meta.url)) })],
        test: {
          name: 'stories',
          // One page for all files: each story is made anew anyway.
          isolate: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { args: browserArgs, ...(executablePath ? { executablePath } : {}) },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'visual',
          environment: 'node',
          include: ['test/visual/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          maxConcurrency: 3,
          // After the others: it fills both cores of a small machine, and they measure times.
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e-idle',
          environment: 'node',
          // These sit and wait for a minute or two, beside the others.
          include: idle,
          testTimeout: 240_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          exclude: idle,
          // Each file drives a browser of its own and measures times: one at a time on a small machine.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 90_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
