import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** `npm run docs:pictures`: makes the pictures of the documents, from the real thing. They are looked at before they are kept. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/shoot/**/*.shoot.ts'],
    testTimeout: 240_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
