import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** `npm run test:next`. Apart from the others: it installs Next, and a compiler with it, which is most of its time. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/next/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
