import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Those that wait for most of their time, and so wait together. */
const waiting = ['test/long/{foreignBackends,hiddenTab,idle,nginx,slowLink}.test.ts'];

const common = { testTimeout: 120_000, hookTimeout: 60_000 };

/** `npm run test:long`: what takes minutes. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    maxWorkers: 4,
    projects: [
      { test: { ...common, name: 'waiting', include: waiting } },
      {
        test: {
          ...common,
          name: 'busy',
          include: ['test/long/**/*.test.ts', 'test/machine/reachability.test.ts'],
          exclude: waiting,
          env: { EXPLORE_MS: process.env['EXPLORE_MS'] ?? '20000' },
          // One after the other, as each fills a small machine or measures times.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
