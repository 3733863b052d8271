import { availableParallelism } from 'node:os';
import react from '@vitejs/plugin-react';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { storyProjects } from './test/support/browser/storyProjects.js';
import { foreign, looks } from './test/support/runsLong.js';
import { prebundleReact18 } from './test/support/react/prebundleReact18.js';
import { reactCompiler } from './test/support/react/reactCompiler.js';

/** The tests that render, and the one that knows which React this is: those that another React could break. */
const rendered = ['test/{react,components,locales,dashboard}/**/*.test.tsx', 'test/react/version.test.ts'];

/**
 * Files with a process of their own: those of the client, which load little and replace much of the platform; and Hono's
 * server, which puts a class of its own in the place of the platform's when it is loaded.
 */
const alone = ['test/{protocol,machine,client,testing}/**/*.test.ts', 'test/gateway/admin/frameworks.test.ts'];

/** What all projects that render have in common. */
const dom: TestProjectInlineConfiguration['test'] = {
  environment: 'jsdom',
  // jsdom is loaded once a worker and not once a file, which costs more than most files do. Each file still has a window
  // and modules of its own.
  pool: 'vmThreads',
  setupFiles: ['test/support/react/domSetup.ts'],
  testTimeout: 30_000,
};

export default defineConfig({
  test: {
    // Two files at once on two cores as well, where Vitest would run one: most of them wait for sockets and timers.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    attachmentsDir: '.cache/attachments',
    coverage: {
      provider: 'v8',
      include: ['src/**/*.{ts,tsx}'],
      reporter: ['text', 'json-summary'],
    },
    projects: [
      {
        test: {
          name: 'unit',
          // A process for many files: for one alone, half of the time goes into starting it and loading the gateway.
          isolate: false,
          environment: 'node',
          // Node 20 has the platform's WebSocket behind this flag; later ones take it and have it anyway.
          execArgv: ['--experimental-websocket'],
          include: ['test/{admin,gateway,cluster,cli,ops,integration,observe,demo,guards,support}/**/*.test.ts'],
          // Run by `npm run test:long`; and by the project after this one.
          exclude: [...foreign, ...alone],
          // What is waited for is named after 20 s (`waitFor`), however busy the machine is.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'unit-alone',
          environment: 'node',
          execArgv: ['--experimental-websocket'],
          include: alone,
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        plugins: [react()],
        test: { ...dom, name: 'dom', include: ['test/{react,components,locales,dashboard}/**/*.test.{ts,tsx}'] },
      },
      {
        // The same tests on the oldest React we support.
        plugins: [react()],
        resolve: { alias: await prebundleReact18() },
        test: {
          ...dom,
          name: 'react-18',
          env: { VITEST_PROJECT_REACT: '18' },
          include: rendered,
          server: { deps: { inline: ['zustand', '@testing-library/react', 'sonner'] } },
        },
      },
      {
        // And with our code through the React Compiler.
        plugins: [reactCompiler(), react()],
        test: { ...dom, name: 'react-compiler', include: rendered },
      },
      {
        test: {
          name: 'packaging',
          environment: 'node',
          include: ['test/packaging/**/*.test.ts'],
          // Each bundle is a second of work for an idle machine.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      ...storyProjects,
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          // Run by `npm run test:long`, and by `npm run test:repeat`, which sets this.
          exclude: process.env['E2E_LOOKS'] ? [] : looks,
          // After the stories: their browsers fill a small machine, and these measure times.
          sequence: { groupOrder: 2 },
          testTimeout: 90_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
