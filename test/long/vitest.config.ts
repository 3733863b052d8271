import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { moreStoryProjects } from '../support/browser/storyProjects.js';
import { otherReactProjects } from '../support/react/renderingProjects.js';
import { fleets, foreign, freshApps, looks, soaks } from '../support/runsLong.js';

/** Those that wait for most of their time, and so wait together. */
const waiting = [
  'test/long/{clusterFailover,foreignBackends,hiddenTab,idle,nginx,pathLimits,probe,prometheus,slowLink}.test.ts',
  ...foreign,
];

/** Those that install other packages first. */
const installing = ['test/long/{examples,site}.test.ts'];

/** Those that compute, and measure no times. */
const computing = [
  'test/long/{alerts,fuzz,guard,shadcn,storybook}.test.ts',
  'test/machine/reachability.test.ts',
  ...looks,
  ...soaks,
  ...freshApps,
];

const common = {
  testTimeout: 120_000,
  hookTimeout: 60_000,
  // Node 20 has the platform's WebSocket behind this flag; later ones take it and have it anyway.
  execArgv: ['--experimental-websocket'],
};

/** `npm run test:long`: what takes minutes. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    attachmentsDir: '.cache/attachments',
    projects: [
      { test: { ...common, name: 'waiting', include: waiting, maxWorkers: 8 } },
      {
        test: {
          ...common,
          name: 'computing',
          include: computing,
          env: { EXPLORE_MS: process.env['EXPLORE_MS'] ?? '10000' },
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...common,
          name: 'busy',
          include: ['test/long/**/*.test.ts', ...fleets],
          exclude: [...waiting, ...computing, ...installing],
          // One after the other, as each fills a small machine or measures times.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...common,
          name: 'installing',
          include: installing,
          fileParallelism: false,
          sequence: { groupOrder: 4 },
        },
      },
      ...(await otherReactProjects()).map((project) => ({
        ...project,
        test: { ...project.test, maxWorkers: 2, sequence: { groupOrder: 1 } },
      })),
      ...moreStoryProjects.map((project) => ({ ...project, test: { ...project.test, sequence: { groupOrder: 3 } } })),
    ],
  },
});
