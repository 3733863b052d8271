import type { KnipConfig } from 'knip';
import testPackages from './test/packages/package.json' with { type: 'json' };

const config: KnipConfig = {
  entry: [
    'src/{client,cluster,dashboard,gateway,observe,testing}/index.ts',
    'src/cli/index.ts',
    'src/components/{latency-chart,heartbeat-devtools}/index.ts',
    'src/locales/*.ts',
    'registry/*.tsx',
    'scripts/*.mjs',
    'bench/*.mjs',
    'bench/support/messageServer.mjs',
    'bench/gateway/{server,swarm,withoutStatistics}.mjs',
    'stories/**/*.stories.tsx',
    'test/guards/importProbe.mjs',
    'test/support/browser/pages/*.tsx',
    'test/engines/vitest.config.ts',
    'test/mutation/vitest.config.ts',
    'test/shoot/*.shoot.ts',
  ],
  project: [
    'src/**/*.{ts,tsx}',
    'test/**/*.{ts,tsx,mjs}',
    'stories/**/*.tsx',
    'scripts/**/*.{mjs,ts}',
    'bench/**/*.mjs',
    'demo/**/*.{ts,tsx,mjs}',
    'page/**/*.{ts,tsx}',
    '!demo/dist/**',
    '!site/**',
    '!test/next/fixture/**',
  ],
  stryker: {
    config: ['test/mutation/stryker.config.mjs'],
  },
  ignoreExportsUsedInFile: {
    interface: true,
    type: true,
  },
  ignoreBinaries: ['mkfifo'],
  ignoreDependencies: [
    '@fontsource-variable/inter',
    'preact',
    'react-dom-18',
    'engine.io',
    // What only tests load is in no manifest that knip reads; test/guards/testPackages.test.ts looks after it.
    ...Object.keys(testPackages.devDependencies),
  ],
};
export default config;
