import { join } from 'node:path';
import { promisify } from 'node:util';
import { build as esbuild } from 'esbuild';
import { build as vite, defaultClientConditions } from 'vite';
import webpack from 'webpack';

/** Bundles `app.js` of a folder for browsers into `<into>/app.js`, an ES module; `conditions` come before the bundler's own. */
export type Bundler = (app: string, into: string, conditions: readonly string[]) => Promise<void>;

/** How docs/core.md says that each is told of a condition. */
export const bundlers: Readonly<Record<string, Bundler>> = {
  esbuild: async (app, into, conditions) => {
    await esbuild({
      absWorkingDir: app,
      entryPoints: ['app.js'],
      outfile: join(into, 'app.js'),
      bundle: true,
      minify: true,
      format: 'esm',
      conditions: [...conditions],
      logLevel: 'silent',
    });
  },

  Vite: async (app, into, conditions) => {
    await vite({
      root: app,
      configFile: false,
      logLevel: 'silent',
      resolve: { conditions: [...conditions, ...defaultClientConditions] },
      build: {
        outDir: into,
        rolldownOptions: {
          input: join(app, 'app.js'),
          // An app's entry exports nothing; this one is called by the test.
          preserveEntrySignatures: 'strict',
          output: { entryFileNames: 'app.js' },
        },
      },
    });
  },

  webpack: async (app, into, conditions) => {
    const compiler = webpack({
      mode: 'production',
      context: app,
      entry: './app.js',
      target: 'web',
      experiments: { outputModule: true },
      output: { path: into, filename: 'app.js', library: { type: 'module' } },
      resolve: { conditionNames: [...conditions, '...'] },
    });
    const stats = await promisify(compiler.run.bind(compiler))();
    await promisify(compiler.close.bind(compiler))();
    if (stats?.hasErrors()) throw new Error(stats.toString('errors-only'));
  },
};
