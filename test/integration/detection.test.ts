import { expect, it } from 'vitest';
import type { ChaosProxy } from '../support/network/chaosProxy.js';
import { sleep, waitFor } from '../support/waitFor.js';
import { gatewayForEach } from '../support/gateway/clientsOfGateway.js';

const INTERVAL_MS = 5_000;
/** The seconds on the wire of the promise of ten minutes, shared among connections. */
const SECONDS = Number(process.env['DETECTION_SECONDS'] ?? 30);
const CONNECTIONS = Math.ceil(600 / SECONDS);

// Its own beats would be proof of life: what is measured is the client alone.
const clients = gatewayForEach({ heartbeat: { intervalMs: 120_000 } });
const { sockets, proxies } = clients;

async function through(count: number): Promise<ChaosProxy> {
  const proxy = await clients.startProxy();
  proxy.latency({ ms: 20 });
  for (let opened = 0; opened < count; opened++) clients.connect(proxy, { heartbeat: { intervalMs: INTERVAL_MS } });
  await waitFor('all open, and answered', () =>
    sockets.every(({ store }) => store.getState().status === 'open' && store.getState().latency !== null),
  );
  return proxy;
}

it('finds a black hole within an interval and eight seconds, 40 ms away', { timeout: 40_000 }, async () => {
  const proxy = await through(5);
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
  await waitFor('all found', () => foundMs.length === 5, INTERVAL_MS + 8_000);
  console.log(`found after ${foundMs.join(', ')} ms`);
  expect(sockets.every(({ log }) => log.some(({ kind }) => kind === 'heartbeat.timeout'))).toBe(true);
});

it(
  `${CONNECTIONS} connections for ${SECONDS} s over a path that stalls and jitters: no false verdict`,
  { timeout: (SECONDS + 30) * 1_000 },
  async () => {
    for (let path = 0; path < 4; path++) (await through(CONNECTIONS / 4)).latency({ ms: 20, jitterMs: 100 });
    let random = 42;
    const draw = (): number => (random = (random * 16_807) % 2_147_483_647) / 2_147_483_647;
    let stalls = 0;
    const until = performance.now() + SECONDS * 1_000;
    while (performance.now() < until) {
      const stalled = proxies.filter(() => draw() < 0.2);
      for (const proxy of stalled) proxy.stall();
      stalls += stalled.length;
      await sleep(Math.round(draw() * 1_000));
      for (const proxy of stalled) proxy.heal();
      await sleep(100);
    }
    const verdicts = sockets.filter(({ log }) => log.some(({ kind }) => kind === 'heartbeat.timeout'));
    const missed = sockets.reduce(
      (sum, { log }) => sum + log.filter(({ kind }) => kind === 'heartbeat.missed').length,
      0,
    );
    console.log(`${stalls} stalls, ${missed} heartbeats missed, ${verdicts.length} verdicts`);
    expect(verdicts).toEqual([]);
    expect(sockets.every(({ store }) => store.getState().status !== 'reconnecting')).toBe(true);
  },
);
