// `npm run bench:dashboard`: the operators' page in Chromium, on a gateway with 2 000 peers and events all the time: its first
// useful paint, its longest task, its frames while a list is scrolled, and its memory. Gateway, peers and browser share the
// machine: a plain list without a script is scrolled beside, which says how many frames there are to be had; and the time
// that the page's thread was on a processor says what the page costs, whatever else runs. BENCH_COUNT, BENCH_EVENTS and
// BENCH_MINUTES make it another one.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chromium } from 'playwright';
import { createHeartbeatGateway } from '../dist/gateway/index.js';
import { browserArgs, findBrowser } from '../scripts/find-browser.mjs';

const count = Number(process.env.BENCH_COUNT ?? 2_000);
const eventsPerSecond = Number(process.env.BENCH_EVENTS ?? 50);
const minutes = Number(process.env.BENCH_MINUTES ?? 2);
const token = 'operator-of-the-bench-0123456789';

const gateway = createHeartbeatGateway({
  port: 0,
  host: '127.0.0.1',
  env: { HEARTBEAT_ADMIN_TOKEN: token },
  configFile: false,
  maxConnectionsPerAddress: Infinity,
});
await gateway.ready;
const { port } = gateway.address();
const peers = fork(new URL('dashboard/peers.mjs', import.meta.url), [
  `ws://127.0.0.1:${port}/ws`,
  String(count),
  String(eventsPerSecond),
]);
await once(peers, 'message');

const executablePath = findBrowser();
const browser = await chromium.launch({ args: browserArgs, ...(executablePath ? { executablePath } : {}) });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
const session = await page.context().newCDPSession(page);
await session.send('Performance.enable', { timeDomain: 'threadTicks' });
/** Milliseconds that the page's thread was on a processor: in all, in scripts, for styles and for layout. */
const spent = async () => {
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name) => 1_000 * (metrics.find((metric) => metric.name === name)?.value ?? 0);
  return [of('TaskDuration'), of('ScriptDuration'), of('RecalcStyleDuration'), of('LayoutDuration')];
};

/** Watches what keeps the page's thread from its next frame. */
const watch = () =>
  page.evaluate(() => {
    Object.assign(window, { tasks: [], frames: [] });
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      entryTypes: ['longtask'],
    });
    let last = performance.now();
    const look = () => {
      const now = performance.now();
      window.frames.push(now - last);
      last = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
let spentBefore = [0, 0, 0, 0];
const seen = async () => {
  const counted = await page.evaluate(() => ({
    tasks: window.tasks.splice(0),
    frames: window.frames.splice(0).toSorted((a, b) => a - b),
  }));
  const now = await spent();
  const cpu = now.map((ms, index) => ms - spentBefore[index]);
  spentBefore = now;
  return { ...counted, cpu };
};
/** As a hand does. */
const scroll = async () => {
  for (let step = 0; step < 100; step += 1) {
    // oxlint-disable-next-line no-await-in-loop -- step by step
    await page.mouse.move(640, 500);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await page.mouse.wheel(0, 240);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await page.waitForTimeout(30);
  }
};
const heap = async () => {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1e6;
};
const each = (ms, frames) => Math.round((10 * ms) / Math.max(1, frames.length)) / 10;
const row = (what, { tasks, frames, cpu: [all, script, style, layout] }) => ({
  what,
  'long tasks': tasks.length,
  'longest task, ms': Math.round(Math.max(0, ...tasks)),
  'frames a second': Math.round((1_000 * frames.length) / frames.reduce((sum, frame) => sum + frame, 0)),
  'frame p95, ms': Math.round(frames[Math.floor(frames.length * 0.95)] ?? 0),
  'on a processor per frame, ms': each(all, frames),
  'of it script': each(script, frames),
  style: each(style, frames),
  layout: each(layout, frames),
});

// Signed in once, so that the next visit shows data at once.
const address = `http://127.0.0.1:${port}/heartbeat/`;
await page.goto(address);
await page.getByRole('textbox', { name: 'Token' }).fill(token);
await page.getByRole('checkbox').first().check();
await page.getByRole('button', { name: 'Sign in' }).click();
const useful = () => page.getByRole('heading', { level: 1 }).filter({ hasText: 'connected' }).waitFor();
await useful();
const paints = [];
for (let visit = 0; visit < 5; visit += 1) {
  const before = performance.now();
  // oxlint-disable-next-line no-await-in-loop -- one visit after the other
  await page.reload({ waitUntil: 'commit' });
  // oxlint-disable-next-line no-await-in-loop -- as above
  await useful();
  paints.push(Math.round(performance.now() - before));
}

await watch();
const rows = [];
await seen();
await page.waitForTimeout(15_000);
rows.push(row('overview', await seen()));
for (const screen of ['peers', 'events']) {
  // oxlint-disable-next-line no-await-in-loop -- one screen after the other
  await page.evaluate((hash) => (location.hash = hash), screen);
  // oxlint-disable-next-line no-await-in-loop -- as above
  await page.waitForTimeout(4_000);
  // oxlint-disable-next-line no-await-in-loop -- as above
  rows.push(row(`${screen}, opened`, await seen()));
  // oxlint-disable-next-line no-await-in-loop -- as above
  await scroll();
  // oxlint-disable-next-line no-await-in-loop -- as above
  rows.push(row(`${screen}, scrolled`, await seen()));
}

// As many rows as there are peers, with as much in them, and nothing that runs: what this machine can do at this moment.
await page.goto('about:blank');
await page.setContent(
  `<style>body { margin: 0; font: 13px system-ui } div { display: grid; grid-template-columns: repeat(10, 1fr); block-size: 33px }</style>${Array.from({ length: count }, (_, index) => `<div>${`<span>${index}</span>`.repeat(10)}</div>`).join('')}`,
);
await watch();
await page.waitForTimeout(2_000);
await seen();
await scroll();
rows.push(row('a plain list, scrolled', await seen()));
await page.goto(address);
await useful();
await page.waitForTimeout(10_000);
const heaps = [await heap()];
for (let minute = 0; minute < minutes; minute += 1) {
  // oxlint-disable-next-line no-await-in-loop -- minute by minute
  await page.waitForTimeout(60_000);
  // oxlint-disable-next-line no-await-in-loop -- as above
  heaps.push(await heap());
}

console.log(`${count} peers, some ${eventsPerSecond} events a second`);
console.log(`from the visit to the first useful paint: ${paints.join(', ')} ms`);
console.table(rows);
const framesOf = (what) => rows.find((one) => one.what === what)['frames a second'];
for (const screen of ['peers', 'events']) {
  const share = framesOf(`${screen}, scrolled`) / framesOf('a plain list, scrolled');
  console.log(`${screen}, scrolled: ${Math.round(share * 100)} % of the frames of a plain list`);
}
console.log(`heap, each minute: ${heaps.map((megabytes) => megabytes.toFixed(1)).join(', ')} MB`);
await browser.close();
peers.kill();
await gateway.close();
