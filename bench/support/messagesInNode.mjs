import { PerformanceObserver } from 'node:perf_hooks';
import { WebSocket } from 'ws';
import { createHeartbeatSocket } from '../../dist/client/index.js';
import { measureListener } from './listenerAlone.mjs';
import { openOurs, openRaw, receive } from './receivers.mjs';
import { interleaved } from './rounds.mjs';

const COUNT = 50_000;
const HEAP_COUNT = 20_000;

/** Wall time, processor time of this process, and heap grown, per message, and the listener alone: raw `ws` and ours, in turn. */
export async function measureInNode(url, rounds) {
  const connections = [await openRaw(url, WebSocket), await openOurs(url, WebSocket, createHeartbeatSocket)];
  const speed = await interleaved(rounds, connections, async (connection) => {
    globalThis.gc();
    const cpuBefore = process.cpuUsage();
    const before = performance.now();
    await receive(connection, COUNT);
    const wallNs = ((performance.now() - before) * 1e6) / COUNT;
    const { user, system } = process.cpuUsage(cpuBefore);
    return { wallNs, cpuNs: ((user + system) * 1_000) / COUNT };
  });
  const heap = await interleaved(rounds, connections, async (connection) => ({ bytes: await allocated(connection) }));
  connections.forEach(({ close }) => close());
  return { ...speed, bytes: heap.bytes, listenerNs: await measureListener(createHeartbeatSocket) };
}

/** Bytes of heap per message. The young generation is large enough (see package.json) that nothing is collected meanwhile. */
async function allocated(connection) {
  let collections = 0;
  const observer = new PerformanceObserver((list) => (collections += list.getEntries().length));
  globalThis.gc();
  await new Promise((resolve) => setImmediate(resolve));
  observer.observe({ entryTypes: ['gc'] });
  const before = process.memoryUsage().heapUsed;
  await receive(connection, HEAP_COUNT);
  const grown = process.memoryUsage().heapUsed - before;
  await new Promise((resolve) => setImmediate(resolve));
  observer.disconnect();
  return collections === 0 ? grown / HEAP_COUNT : NaN;
}
