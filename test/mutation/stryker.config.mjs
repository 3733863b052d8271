// `npm run mutate`: makes small mistakes in the rooms whose rules matter most, one at a time, and shows which of them no
// test notices. Of one room or file: `npm run mutate -- --mutate 'src/machine/**/*.ts'`. What was judged before and has
// not changed since is not judged again.
export default {
  mutate: ['src/{machine,client/driver,gateway/heartbeat,gateway/settings}/**/*.ts'],
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.ts' },
  concurrency: 2,
  incremental: true,
  incrementalFile: '.cache/mutation.json',
  tempDirName: '.cache/mutation',
  // What is copied for the mutants. Without tsconfig.json, which Stryker would rewrite with the API that TypeScript 7 dropped.
  ignorePatterns: ['/*', '!/src', '!/test', '!/package.json', 'test/{e2e,next,pictures}'],
  reporters: ['progress-append-only', 'clear-text'],
  clearTextReporter: { logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
};
