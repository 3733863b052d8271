import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import { gatewayForEach } from '../support/gateway/clientsOfGateway.js';
import { waitFor } from '../support/waitFor.js';

const INTERVAL_MS = 5_000;

// Its own pings would be proof of life: what is measured is the client alone.
const clients = gatewayForEach({ heartbeat: { intervalMs: 120_000 } });
const { sockets } = clients;

it('finds a black hole within an interval and eight seconds, 40 ms away', async () => {
  const proxy = await clients.startProxy();
  proxy.latency({ ms: 20 });
  for (let opened = 0; opened < 5; opened++) {
    clients.connect(proxy, { heartbeat: { intervalMs: INTERVAL_MS } });
  }
  await waitFor('all to be open, and answered', () =>
    sockets.every(({ store }) => store.getState().status === 'open' && store.getState().latency !== null),
  );
  const stalls = monitorEventLoopDelay();
  stalls.enable();
  const began = performance.now();
  const foundMs: number[] = [];
  for (const { store } of sockets) {
    const undo = store.subscribe(({ status }) => {
      if (status !== 'reconnecting') return;
      foundMs.push(Math.round(performance.now() - began));
      undo();
    });
  }
  proxy.blackhole();
  await waitFor('all to find it', () => foundMs.length === 5);
  console.log(`found after ${foundMs.join(', ')} ms`);
  expect(Math.max(...foundMs)).toBeLessThan(INTERVAL_MS + 8_000 + stalls.max / 1e6);
  expect(sockets.every(({ log }) => log.some(({ kind }) => kind === 'heartbeat.timeout'))).toBe(true);
});
