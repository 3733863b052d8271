import react from '@vitejs/plugin-react';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import { prebundleReact18 } from './prebundleReact18.js';
import { reactCompiler } from './reactCompiler.js';

/** The tests that render, and the one that knows which React this is: those that another React could break. */
const rendered = ['test/{react,components,locales,dashboard}/**/*.test.tsx', 'test/react/version.test.ts'];

const common: TestProjectInlineConfiguration['test'] = {
  environment: 'jsdom',
  // jsdom is loaded once a worker and not once a file, which costs more than most files do. Each file still has a window
  // and modules of its own.
  pool: 'vmThreads',
  setupFiles: ['test/support/react/domSetup.ts'],
  testTimeout: 30_000,
};

// Nothing is served to a browser: without this, Vite looks through every page of the repository for what to bundle first.
const optimizeDeps = { noDiscovery: true };

/** Hooks and components on the newest React. */
export const domProject: TestProjectInlineConfiguration = {
  plugins: [react()],
  optimizeDeps,
  test: { ...common, name: 'dom', include: ['test/{react,components,locales,dashboard}/**/*.test.{ts,tsx}'] },
};

/** The same tests on the oldest React we support, and with our code through the React Compiler. */
export const otherReactProjects = async (): Promise<TestProjectInlineConfiguration[]> => [
  {
    plugins: [react()],
    optimizeDeps,
    resolve: { alias: await prebundleReact18() },
    test: {
      ...common,
      name: 'react-18',
      env: { VITEST_PROJECT_REACT: '18' },
      include: rendered,
      server: { deps: { inline: ['zustand', '@testing-library/react', 'sonner'] } },
    },
  },
  {
    plugins: [reactCompiler(), react()],
    optimizeDeps,
    test: { ...common, name: 'react-compiler', include: rendered },
  },
];
