import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** `npm run test:long`: what takes minutes. One file after the other, as each fills a small machine or measures times. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/long/**/*.test.ts', 'test/machine/reachability.test.ts'],
    env: { EXPLORE_MS: process.env['EXPLORE_MS'] ?? '20000' },
    execArgv: ['--experimental-websocket'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
