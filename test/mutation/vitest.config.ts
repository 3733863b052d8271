import { defineConfig } from 'vitest/config';

/** The tests that judge mutants: those of the mutated rooms, and those that go through them. */
export default defineConfig({
  test: {
    include: [
      'test/machine/**/*.test.ts',
      'test/client/**/*.test.ts',
      'test/gateway/{heartbeat,settings}/**/*.test.ts',
    ],
    // Real sockets, for seconds, and nothing of the mutated rooms that the others do not reach.
    exclude: ['test/client/link/transport.contract.test.ts', 'test/gateway/heartbeat/places.test.ts'],
    // As everywhere else: a busy machine is no killed mutant.
    testTimeout: 30_000,
    // The walk through all states takes its time whatever happens, and each surviving mutant is walked.
    env: { EXPLORE_MS: '300' },
  },
});
