import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests that open sockets come last: most mutants die before, in milliseconds instead of after what is waited for in vain. */
class SocketsLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const opensSockets = (file: TestSpecification): number =>
      Number(readFileSync(file.moduleId, 'utf8').includes('startGateway'));
    return files.toSorted((one, other) => opensSockets(one) - opensSockets(other));
  }
}

/** The tests that judge mutants: those of the mutated rooms, and those that go through them. */
export default defineConfig({
  test: {
    include: [
      'test/machine/**/*.test.ts',
      'test/client/**/*.test.ts',
      'test/gateway/{heartbeat,settings}/**/*.test.ts',
      'test/gateway/admin/{adminRoutes,audit,notice,requestBody}.test.ts',
    ],
    // Real sockets, for seconds, and nothing of the mutated rooms that the others do not reach.
    exclude: ['test/client/link/transport.contract.test.ts', 'test/gateway/heartbeat/places.test.ts'],
    sequence: { sequencer: SocketsLast },
    // As everywhere else: a busy machine is no killed mutant.
    testTimeout: 30_000,
    // The walk through all states takes its time whatever happens, and each surviving mutant is walked.
    env: { EXPLORE_MS: '300' },
  },
});
