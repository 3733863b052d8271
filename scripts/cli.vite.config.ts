import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

/** What is bundled may be passed on only with its licence. */
const licenceOfWs = (): Plugin => ({
  name: 'licence-of-ws',
  generateBundle() {
    const folder = dirname(createRequire(import.meta.url).resolve('ws/package.json'));
    this.emitFile({ type: 'asset', fileName: 'ws.LICENSE', source: readFileSync(join(folder, 'LICENSE'), 'utf8') });
  },
});

// The command line, with `ws` inside: `npx heartbeat-socket probe` installs this package alone, and no peer of it.
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  plugins: [licenceOfWs()],
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'src/cli/index.ts',
    outDir: fileURLToPath(new URL('../dist/cli', import.meta.url)),
    target: 'node20',
    minify: false,
    copyPublicDir: false,
    rolldownOptions: {
      // Faster parts of ws that it does without.
      external: ['bufferutil', 'utf-8-validate'],
      output: { entryFileNames: 'index.js', codeSplitting: false },
    },
  },
});
