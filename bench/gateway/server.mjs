// One server in a process of its own. Argument: which one. Answers `measure` with what it has cost since the last time.
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { contenders } from './contenders.mjs';

const [name, intervalMs, timeoutMs] = process.argv.slice(2);
// Looked at more often, the looking itself would be a good part of what is measured.
const LAG_RESOLUTION_MS = 5;
const lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });

function memory() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, rss, arrayBuffers } = process.memoryUsage();
  return { heapUsed, rss, arrayBuffers };
}

/** Every timer of the process that is set, those that keep nothing alive included. */
const timers = new Set();
for (const kind of ['Timeout', 'Interval']) {
  const set = globalThis[`set${kind}`];
  const clear = globalThis[`clear${kind}`];
  globalThis[`set${kind}`] = (act, ...rest) => {
    const timer = set(
      (...args) => {
        if (kind === 'Timeout') timers.delete(timer);
        act(...args);
      },
      ...rest,
    );
    timers.add(timer);
    return timer;
  };
  globalThis[`clear${kind}`] = (timer) => {
    timers.delete(timer);
    clear(timer);
  };
}

const server = await contenders[name].start({ intervalMs: Number(intervalMs), timeoutMs: Number(timeoutMs) });
let since = null;

const answers = {
  ready: () => ({ port: server.port, path: contenders[name].path, ...memory() }),
  memory: () => ({ open: server.open(), ...memory() }),
  begin: () => {
    lag.reset();
    lag.enable();
    since = { cpu: process.cpuUsage(), at: performance.now() };
    return {};
  },
  measure: () => {
    const { user, system } = process.cpuUsage(since.cpu);
    lag.disable();
    return {
      cpuMs: (user + system) / 1_000,
      tookMs: performance.now() - since.at,
      // What it measures includes the time it sleeps between two looks.
      lagMaxMs: Math.max(0, lag.max / 1e6 - LAG_RESOLUTION_MS),
      open: server.open(),
      timers: timers.size,
      stats: server.stats?.(),
    };
  },
};

process.on('message', ({ id, ask }) => process.send({ id, answer: answers[ask]() }));
process.on('disconnect', () => process.exit(0));
