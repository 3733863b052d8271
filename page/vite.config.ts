import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

// The operators' page, which a gateway serves from its own package: dist/page.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Relative, so that the page works behind any prefix.
  base: './',
  plugins: [react()],
  resolve: {
    // The page dials no WebSocket of its own, so that it needs none of what mends other transports.
    conditions: ['platform-websocket', ...defaultClientConditions],
    // Preact in React's place: 57 kB less after gzip, which is half of what the page may weigh. Only this page: the parts
    // are React's wherever an application imports them.
    alias: [
      { find: /^react\/(jsx-runtime|jsx-dev-runtime)$/, replacement: 'preact/jsx-runtime' },
      { find: /^react(-dom)?$/, replacement: 'preact/compat' },
      { find: 'react-dom/client', replacement: 'preact/compat/client' },
    ],
  },
  build: {
    rolldownOptions: { checks: { pluginTimings: false } },
    outDir: fileURLToPath(new URL('../dist/page', import.meta.url)),
    // The OpenAPI document is there already.
    emptyOutDir: false,
    target: 'es2022',
    // Inline scripts and data URLs are what the page's content security policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
