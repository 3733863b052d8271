import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { createOpenApiDocument } from './scripts/openApi.js';
import { vendorReconnectingWebSocket } from './scripts/vendorReconnectingWebSocket.js';

const manifest = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as {
  version: string;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
};
const external = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)].map(
  (name) => new RegExp(`^${name}(/|$)`),
);

const LOCALES = ['ar', 'de', 'en', 'es', 'fr', 'ja', 'zh'];
const STYLESHEETS = {
  styles: 'src/components/styles.css',
  panels: 'src/components/panels.css',
  dashboard: 'src/dashboard/dashboard.css',
  'presets/bar': 'src/components/presets/bar.css',
  'presets/tint': 'src/components/presets/tint.css',
};

/** As they are: two are for Tailwind alone to read, and the other imports styles.css. */
const UNBUILT = ['tailwind', 'shadcn', 'styles.layered'];

/** Lets `import 'heartbeat-socket/styles.css'` type-check in a program without Vite's client types (TypeScript 6 and later ask). */
const styleTypes = (): Plugin => ({
  name: 'style-types',
  apply: ({ build }, { command }) => command === 'build' && Boolean(build?.lib),
  generateBundle() {
    for (const name of [...Object.keys(STYLESHEETS), ...UNBUILT]) {
      this.emitFile({ type: 'asset', fileName: `${name}.css.d.ts`, source: 'export {};\n' });
    }
    for (const name of UNBUILT) {
      const source = readFileSync(new URL(`./src/components/${name}.css`, import.meta.url), 'utf8');
      this.emitFile({ type: 'asset', fileName: `${name}.css`, source });
    }
  },
});

/** The description of the admin interface, which every gateway serves. */
const openApi = (): Plugin => ({
  name: 'open-api',
  apply: ({ build }, { command }) => command === 'build' && Boolean(build?.lib),
  generateBundle() {
    const source = JSON.stringify(createOpenApiDocument(manifest.version));
    this.emitFile({ type: 'asset', fileName: 'page/openapi.json', source });
  },
});

// Storybook loads this file too, and drops `build` from it.
export default defineConfig({
  plugins: [react(), styleTypes(), openApi(), vendorReconnectingWebSocket()],
  build: {
    target: 'es2022',
    sourcemap: true,
    minify: false,
    cssMinify: true,
    // Library mode turns this off, and then refuses a stylesheet as an entry.
    cssCodeSplit: true,
    lib: {
      entry: {
        index: 'src/index.ts',
        'client/index': 'src/client/index.ts',
        // Imported only as `#…`, which package.json resolves for the build, and src/package.json for the source.
        'client/advice/advice': 'src/client/advice/advice.ts',
        'client/advice/advice.development': 'src/client/advice/advice.development.ts',
        'client/link/reconnectingWebSocketTransport': 'src/client/link/reconnectingWebSocketTransport.ts',
        'client/link/platformTransport': 'src/client/link/platformTransport.ts',
        'components/connection-banner/portal': 'src/components/connection-banner/portal.ts',
        'components/connection-banner/portal.native': 'src/components/connection-banner/portal.native.ts',
        'cluster/index': 'src/cluster/index.ts',
        'gateway/index': 'src/gateway/index.ts',
        'dashboard/index': 'src/dashboard/index.ts',
        'observe/index': 'src/observe/index.ts',
        'testing/index': 'src/testing/index.ts',
        'components/latency-chart/index': 'src/components/latency-chart/index.ts',
        'components/heartbeat-devtools/index': 'src/components/heartbeat-devtools/index.ts',
        ...Object.fromEntries(LOCALES.map((name) => [`locales/${name}`, `src/locales/${name}.ts`])),
        ...STYLESHEETS,
      },
      formats: ['es'],
    },
    rolldownOptions: {
      // How long a plugin took is no warning, and a slow machine would print it before the address of `npm start`.
      checks: { pluginTimings: false },
      external: [/^#/, /^node:/, ...external],
      output: {
        // A `const` stays one, and not a `var`, so that an app's bundler can inline it.
        topLevelVar: false,
        // One output module per source module: each keeps its own 'use client'.
        preserveModules: true,
        preserveModulesRoot: 'src',
        // npm packs no folder named node_modules.
        entryFileNames: ({ facadeModuleId }) =>
          /[\\/]node_modules[\\/]/.test(facadeModuleId ?? '') ? 'vendor/reconnecting-websocket.js' : '[name].js',
        assetFileNames: '[name][extname]',
      },
    },
  },
});
