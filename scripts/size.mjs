// `npm run size`: what a page pays for each thing it may import, measured as an app would ship it: bundled from dist/
// as one minified ES module, with React left out. Exits 1 when something grew over its limit.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

/** Limits are close above what is, so that growth is noticed where it happens. They are bytes after `gzip -9`, the least that any host sends. The README's claims are these numbers. */
const CHECKS = [
  { name: 'useHeartbeatSocket', code: "export { useHeartbeatSocket } from './index.js'", limit: 15_400 },
  { name: 'createHeartbeatSocket', code: "export { createHeartbeatSocket } from './client/index.js'", limit: 14_600 },
  {
    name: 'hook + banner, countdown, button',
    code: "export { useHeartbeatSocket, ConnectionBanner, RetryCountdown, ReconnectButton } from './index.js'",
    limit: 19_550,
  },
  // Each component alone, over `useConnection` and a socket from elsewhere: what adding it to a page costs at most.
  { name: 'ConnectionBanner alone', code: "export { ConnectionBanner } from './index.js'", limit: 4_900 },
  { name: 'RetryCountdown alone', code: "export { RetryCountdown } from './index.js'", limit: 2_500 },
  { name: 'ReconnectButton alone', code: "export { ReconnectButton } from './index.js'", limit: 2_050 },
  { name: 'ConnectionIndicator alone', code: "export { ConnectionIndicator } from './index.js'", limit: 2_100 },
  { name: 'LatencyMeter alone', code: "export { LatencyMeter } from './index.js'", limit: 2_350 },
  { name: 'HeartbeatLog alone', code: "export { HeartbeatLog } from './index.js'", limit: 3_250 },
  { name: 'HeartbeatSettings alone', code: "export { HeartbeatSettings } from './index.js'", limit: 2_850 },
  // Without uPlot (22 kB), which comes when the chart is shown.
  {
    name: 'LatencyChart alone',
    code: "export { LatencyChart } from './components/latency-chart/index.js'",
    limit: 3_200,
  },
  {
    name: 'HeartbeatDevtools alone',
    code: "export { HeartbeatDevtools } from './components/heartbeat-devtools/index.js'",
    limit: 6_100,
  },
  { name: 'one language', code: "export { de } from './locales/de.js'", limit: 1_400 },
  { name: 'styles.css', file: 'styles.css', limit: 2_500 },
  { name: 'panels.css', file: 'panels.css', limit: 1_800 },
  { name: 'presets/bar.css', file: 'presets/bar.css', limit: 500 },
  { name: 'presets/tint.css', file: 'presets/tint.css', limit: 500 },
];

const bundle = async (code) => {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: dist },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    external: ['react', 'react-dom', 'react/*', 'react-dom/*', 'uplot'],
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    write: false,
    logLevel: 'silent',
  });
  return Buffer.from(outputFiles[0].contents);
};

async function measure({ name, code, file, limit }) {
  const bytes = file ? readFileSync(dist + file) : await bundle(code);
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  return { name, limit, minified: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli };
}

const number = (value) => value.toLocaleString('en').replaceAll(',', ' ').padStart(9);

function print(rows) {
  console.log(`${'bytes'.padEnd(36)}${['minified', 'gzip -9', 'brotli', 'limit'].map((w) => w.padStart(9)).join('')}`);
  for (const { name, minified, gzip, brotli, limit } of rows) {
    const over = gzip > limit ? `  over by ${gzip - limit}` : '';
    console.log(`${name.padEnd(36)}${[minified, gzip, brotli, limit].map(number).join('')}${over}`);
  }
}

if (!existsSync(dist)) {
  console.error('size: there is no dist/ to measure. Run `npm run build` first.');
  process.exit(1);
}
try {
  const rows = await Promise.all(CHECKS.map(measure));
  print(rows);
  process.exitCode = rows.some((row) => row.gzip > row.limit) ? 1 : 0;
} catch (error) {
  // Most often a name that dist/ does not export: say so without esbuild's stack.
  console.error(`size: cannot bundle from dist/. ${error.errors?.map((problem) => problem.text).join('; ') ?? error}`);
  process.exitCode = 1;
}
