import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const alone = 'test/engines/offline.test.ts';
const common = { testTimeout: 60_000, hookTimeout: 60_000 };

/** `npm run test:engines`: what must hold in Chromium, Firefox and WebKit alike. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    // A file for each engine; most of the time they wait.
    maxWorkers: 4,
    projects: [
      { test: { ...common, name: 'engines', include: ['test/engines/*.test.ts'], exclude: [alone] } },
      { test: { ...common, name: 'offline', include: [alone], sequence: { groupOrder: 1 } } },
    ],
  },
});
