import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright';
import { browserArgs, findBrowser } from '../../scripts/find-browser.mjs';
import { interleaved } from './rounds.mjs';

const COUNT = 20_000;

/** The same in Chromium, as an app would ship it: bundled and minified from dist/. */
export async function measureInPage(url, rounds) {
  const server = await servePage();
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: [...browserArgs, '--js-flags=--min-semi-space-size=128 --max-semi-space-size=128'],
  });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error('page:', error.message));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.evaluate((at) => globalThis.bench.open(at), url);
    const session = await page.context().newCDPSession(page);
    // Time that the page's thread had a processor, and not what the other processes of this machine took from it.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const taskSeconds = async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration').value;
    };
    const heapUsed = async () => (await session.send('Runtime.getHeapUsage')).usedSize;

    const measured = await interleaved(rounds, ['raw', 'ours'], async (name) => {
      await session.send('HeapProfiler.collectGarbage');
      const before = { cpu: await taskSeconds(), heap: await heapUsed() };
      const wallMs = await page.evaluate(([who, count]) => globalThis.bench.receive(who, count), [name, COUNT]);
      const grown = (await heapUsed()) - before.heap;
      const cpuSeconds = (await taskSeconds()) - before.cpu;
      return {
        wallNs: (wallMs * 1e6) / COUNT,
        cpuNs: (cpuSeconds * 1e9) / COUNT,
        bytes: grown > 0 ? grown / COUNT : NaN,
      };
    });
    return { ...measured, listenerNs: await page.evaluate(() => globalThis.bench.measureListener()) };
  } finally {
    await browser.close();
    server.close();
  }
}

async function servePage() {
  const code = `
    import { createHeartbeatSocket } from '../../dist/client/index.js';
    import { measureListener } from './listenerAlone.mjs';
    import { openOurs, openRaw, receive } from './receivers.mjs';
    const connections = {};
    globalThis.bench = {
      measureListener: () => measureListener(createHeartbeatSocket),
      open: async (url) => {
        connections.raw = await openRaw(url, WebSocket);
        connections.ours = await openOurs(url, WebSocket, createHeartbeatSocket);
      },
      receive: async (who, count) => {
        const before = performance.now();
        await receive(connections[who], count);
        return performance.now() - before;
      },
    };`;
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  });
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript
        ? outputFiles[0].text
        : '<!doctype html><title>bench</title><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
