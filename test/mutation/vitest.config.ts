import { defineConfig } from 'vitest/config';

/** The tests that judge mutants: those of the mutated rooms. */
export default defineConfig({
  test: {
    include: [
      'test/machine/**/*.test.ts',
      'test/client/driver/**/*.test.ts',
      'test/gateway/{heartbeat,settings}/**/*.test.ts',
    ],
    // As everywhere else: a busy machine is no killed mutant.
    testTimeout: 30_000,
    // The walk through all states takes its time whatever happens, and each surviving mutant is walked.
    env: { EXPLORE_MS: '300' },
  },
});
