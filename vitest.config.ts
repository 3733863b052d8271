import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { storyProjects } from './test/support/browser/storyProjects.js';
import { domProject } from './test/support/react/renderingProjects.js';
import { fleets, foreign, freshApps, looks, soaks } from './test/support/runsLong.js';

/**
 * Files with a process of their own: those of the client, which load little and replace much of the platform; and Hono's
 * server, which puts a class of its own in the place of the platform's when it is loaded.
 */
const alone = ['test/{protocol,machine,client,testing}/**/*.test.ts', 'test/gateway/admin/frameworks.test.ts'];

export default defineConfig({
  test: {
    // One file more than there are cores, where Vitest would run one less: most of them wait for sockets and timers.
    maxWorkers: availableParallelism() + 1,
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
          exclude: [...foreign, ...fleets, ...alone],
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
      domProject,
      {
        test: {
          name: 'packaging',
          environment: 'node',
          include: ['test/packaging/**/*.test.ts'],
          exclude: freshApps,
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
          exclude: process.env['E2E_LOOKS'] ? [] : [...looks, ...soaks],
          // After the stories: their browsers fill a small machine, and these measure times.
          sequence: { groupOrder: 2 },
          testTimeout: 90_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
