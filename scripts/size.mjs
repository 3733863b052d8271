// `npm run size`: what a page pays for each thing it may import, bundled from dist/ with React left out, and what Vite's
// default build makes of the same. Exits 1 when something grew over its limit. (size-limit would measure neither Vite's
// bundle nor a condition beside the default, and reads small components 180 bytes too low.)
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build as buildWithEsbuild } from 'esbuild';
import { build as buildWithVite, defaultClientConditions } from 'vite';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
// uPlot (22 kB) comes when a chart is shown.
const EXTERNAL = ['react', 'react-dom', 'uplot'];

const HOOK = 'useHeartbeatSocket';
const KIT = 'useHeartbeatSocket, ConnectionBanner, RetryCountdown, ReconnectButton';
const PLATFORM = 'platform-websocket';

/**
 * Limits are bytes of esbuild's bundle after `gzip -9`, the least that any host sends, and close above what is, so that
 * growth is noticed where it happens. What the README claims of them must be so too.
 */
const CHECKS = [
  { names: 'createHeartbeatSocket', from: 'client/index.js', limit: 15_480, limitWithPlatform: 15_190 },
  { names: HOOK, limit: 16_170, limitWithPlatform: 15_880 },
  { title: 'hook + banner, countdown, button', names: KIT, limit: 23_930, limitWithPlatform: 23_620 },
  // Each component alone, over a socket from elsewhere: what adding it to a page costs at most.
  { names: 'ConnectionBanner', limit: 8_330 },
  { names: 'RetryCountdown', limit: 2_630 },
  { names: 'ReconnectButton', limit: 2_870 },
  { names: 'ConnectionIndicator', limit: 2_270 },
  { names: 'OperatorNotice', limit: 3_110 },
  { names: 'SendStatus', limit: 2_880 },
  { names: 'useUnsentGuard', limit: 600 },
  { names: 'LatencyMeter', limit: 2_360 },
  { names: 'HeartbeatLog', limit: 3_500 },
  { names: 'HeartbeatSettings', limit: 2_850 },
  { names: 'LatencyChart', from: 'components/latency-chart/index.js', limit: 3_300 },
  { names: 'HeartbeatDevtools', from: 'components/heartbeat-devtools/index.js', limit: 6_330 },
  // The store that follows a client, and each observer with it: what the second costs beside the first is at most 1 200.
  { names: 'observe', from: 'observe/index.js', limit: 3_180 },
  ...[
    'observeSocketIo',
    'observeGraphqlWs, graphqlWsRetry',
    'observeSignalR, signalRRetryPolicy',
    'observePhoenix, phoenixReconnectAfterMs',
    'observePusher',
    'observeMqtt',
    'observeCentrifuge',
    'observeHocuspocus',
    'observeYWebsocket',
    'observeWebSocket',
    'observeEventSource',
  ].map((names) => ({
    names,
    from: 'observe/index.js',
    limit: 4_280,
  })),
  { title: 'one language', names: 'de', from: 'locales/de.js', limit: 1_700 },
  { names: 'createAdminClient', from: 'dashboard/index.js', limit: 10_880 },
  { title: 'the operators’ page, all of it', folder: 'page/assets', limit: 120_000 },
  { title: 'dashboard.css', file: 'dashboard.css', limit: 8_400 },
  { title: 'styles.css', file: 'styles.css', limit: 4_050 },
  { title: 'panels.css', file: 'panels.css', limit: 1_740 },
  { title: 'presets/bar.css', file: 'presets/bar.css', limit: 450 },
  { title: 'presets/tint.css', file: 'presets/tint.css', limit: 400 },
];
/** A row for each check, and one more where a page may choose the platform's WebSocket as its transport. */
const ROWS = CHECKS.flatMap(({ title, names, from = 'index.js', file, folder, limit, limitWithPlatform }) => {
  const row = {
    title: title ?? names,
    file,
    folder,
    code: `export { ${names} } from './${from}';`,
    conditions: [],
    limit,
  };
  const withPlatform = { title: `${row.title} (${PLATFORM})`, conditions: [PLATFORM], limit: limitWithPlatform };
  return limitWithPlatform === undefined ? [row] : [row, { ...row, ...withPlatform }];
});

async function bundleWithEsbuild({ code, conditions }) {
  const { outputFiles } = await buildWithEsbuild({
    stdin: { contents: code, resolveDir: dist },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions,
    external: EXTERNAL,
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0].contents;
}

async function bundleWithVite({ code, conditions }) {
  const page = `${dist}page.js`;
  const { output } = await buildWithVite({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      { name: 'page', resolveId: (id) => (id === page ? id : null), load: (id) => (id === page ? code : null) },
    ],
    resolve: { conditions: [...conditions, ...defaultClientConditions] },
    // A page's entry exports nothing, and then would contain nothing.
    build: {
      write: false,
      rolldownOptions: {
        input: page,
        external: EXTERNAL.map((name) => new RegExp(`^${name}(/|$)`)),
        preserveEntrySignatures: 'strict',
      },
    },
  });
  return output[0].code;
}

const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length;

async function measure(row) {
  if (row.folder) {
    const files = readdirSync(dist + row.folder).map((name) => gzip(readFileSync(`${dist}${row.folder}/${name}`)));
    return { ...row, size: files.reduce((sum, size) => sum + size, 0) };
  }
  if (row.file) return { ...row, size: gzip(readFileSync(dist + row.file)) };
  return { ...row, size: gzip(await bundleWithEsbuild(row)), viteSize: gzip(await bundleWithVite(row)) };
}

/** What the README says of the first checks, in kB, and docs/core.md of what the condition saves. */
function isClaimed(rows) {
  const size = (title, conditions) => rows.find((row) => row.title === `${title}${conditions}`).size;
  const texts = ['README.md', 'docs/core.md'].map((name) =>
    readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'),
  );
  const said = texts.join('\n').replaceAll(/\s+/g, ' ');
  const kB = (bytes) => `under ${Math.ceil(bytes / 500) / 2} kB`;
  const kit = size('hook + banner, countdown, button', '');
  const saved = size(HOOK, '') - size(HOOK, ` (${PLATFORM})`);
  const claims = [
    `The hook is ${kB(size(HOOK, ''))} after gzip; with banner, countdown, button ${kB(kit)}`,
    `saves ${(saved / 1_000).toFixed(1)} kB`,
  ];
  const missing = claims.filter((claim) => !said.includes(claim));
  for (const claim of missing) console.error(`size: neither README.md nor docs/core.md says: ${claim}`);
  return missing.length === 0;
}

const column = (value) => String(value?.toLocaleString('en').replaceAll(',', ' ') ?? '').padStart(9);

function print(rows) {
  console.log(`${'bytes after gzip -9'.padEnd(54)}${['esbuild', 'limit', 'Vite'].map(column).join('')}`);
  for (const { title, size, limit, viteSize } of rows) {
    const over = size > limit ? `  over by ${size - limit}` : '';
    console.log(`${title.padEnd(54)}${[size, limit, viteSize].map(column).join('')}${over}`);
  }
}

if (!existsSync(dist)) {
  console.error('size: there is no dist/ to measure. Run `npm run build` first.');
  process.exit(1);
}
try {
  const rows = await Promise.all(ROWS.map(measure));
  print(rows);
  process.exitCode = rows.some((row) => row.size > row.limit) || !isClaimed(rows) ? 1 : 0;
} catch (error) {
  // Most often a name that dist/ does not export: say so without a stack.
  console.error(`size: cannot bundle from dist/. ${error.errors?.map((problem) => problem.text).join('; ') ?? error}`);
  process.exitCode = 1;
}
