// `node bench/mount.bench.mjs`: mounting 100 components with our hook against 100 with a bare useSyncExternalStore, in one
// interleaved run, so that the machine's noise falls on both. Prints the ratio of the medians; the aim is 1.4.
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build } from 'esbuild';
import { browserArgs, findBrowser } from '../scripts/find-browser.mjs';

const source = `
import { createElement as h, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import { useConnection, HeartbeatProvider } from '../src/index.ts';
import { createScriptedSocket } from '../src/testing/createScriptedSocket.ts';
const socket = createScriptedSocket({ status: 'open' });
const { store } = socket;
const read = () => store.getState().status;
const Bare = () => h('i', null, useSyncExternalStore(store.subscribe, read, read));
const Selected = () => h('i', null, useConnection((now) => now.status));
const Tracked = () => h('i', null, useConnection().status);
const tree = (Row) => h(HeartbeatProvider, { socket }, Array.from({ length: 100 }, (_, key) => h(Row, { key })));
// Twenty mounts a measurement: the page's clock ticks in tenths of a millisecond.
function once(Row) {
  let took = 0;
  for (let mount = 0; mount < 20; mount += 1) {
    const root = createRoot(document.createElement('div'));
    const start = performance.now();
    flushSync(() => root.render(tree(Row)));
    took += performance.now() - start;
    flushSync(() => root.unmount());
  }
  return took / 20;
}
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
globalThis.measure = () => {
  const rows = { bare: Bare, selected: Selected, tracked: Tracked };
  const took = { bare: [], selected: [], tracked: [] };
  for (let round = 0; round < 120; round += 1) for (const name of Object.keys(rows)) took[name].push(once(rows[name]));
  const bare = median(took.bare.slice(40));
  return { bareMs: bare, selected: median(took.selected.slice(40)) / bare, tracked: median(took.tracked.slice(40)) / bare };
};`;
const { outputFiles } = await build({
  stdin: { contents: source, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
  bundle: true,
  minify: true,
  format: 'iife',
  define: { 'process.env.NODE_ENV': '"production"' },
  write: false,
});
const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
try {
  const page = await browser.newPage();
  await page.addScriptTag({ content: outputFiles[0].text });
  const { bareMs, selected, tracked } = await page.evaluate(() => globalThis.measure());
  console.log(`100 × bare useSyncExternalStore   ${bareMs.toFixed(2)} ms`);
  console.log(`100 × useConnection(selector)     ${selected.toFixed(2)} ×`);
  console.log(`100 × useConnection()             ${tracked.toFixed(2)} ×`);
} finally {
  await browser.close();
}
