import { expect, it } from 'vitest';
import { gatewayForEach } from '../support/gateway/clientsOfGateway.js';
import { seeded } from '../support/gateway/mutations.js';
import { sleep, waitFor } from '../support/waitFor.js';

/** The seconds on the wire of the promise of ten minutes, shared among connections. */
const SECONDS = Number(process.env['DETECTION_SECONDS'] ?? 60);
const CONNECTIONS = Math.ceil(600 / SECONDS);
const PATHS = 4;

// Its own pings would be proof of life: what is measured is the client alone.
const clients = gatewayForEach({ heartbeat: { intervalMs: 120_000 } });
const { sockets, proxies } = clients;

it(
  `${CONNECTIONS} connections for ${SECONDS} s over a path that stalls and jitters: no false verdict`,
  { timeout: (SECONDS + 60) * 1_000 },
  async () => {
    for (let path = 0; path < PATHS; path++) (await clients.startProxy()).latency({ ms: 20, jitterMs: 100 });
    for (let opened = 0; opened < CONNECTIONS; opened++) {
      const proxy = proxies[opened % PATHS];
      if (proxy) clients.connect(proxy, { heartbeat: { intervalMs: 5_000, timeoutMs: 8_000 } });
    }
    await waitFor('all to be open, and answered', () =>
      sockets.every(({ store }) => store.getState().status === 'open' && store.getState().latency !== null),
    );
    const random = seeded(42);
    let stalls = 0;
    const end = performance.now() + SECONDS * 1_000;
    while (performance.now() < end) {
      const stalled = proxies.filter(() => random() < 0.2);
      for (const proxy of stalled) proxy.stall();
      stalls += stalled.length;
      await sleep(Math.round(random() * 1_000));
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
