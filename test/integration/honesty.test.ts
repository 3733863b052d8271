import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createOutbox } from '../../src/client/optional/outbox.js';
import { createHeartbeatSocket } from '../../src/client/createHeartbeatSocket.js';
import { createHeartbeatGateway } from '../../src/gateway/index.js';
import { startChaosProxy } from '../support/network/chaosProxy.js';
import { waitFor } from '../support/waitFor.js';

const MESSAGES = 1_000;
const CUTS = 10;

it(
  `${MESSAGES} numbered messages through ${CUTS} cuts: each arrived once, in order, or is named`,
  { timeout: 60_000 },
  async () => {
    const gateway = createHeartbeatGateway({ port: 0, host: '127.0.0.1', configFile: false, env: {} });
    await gateway.ready;
    const proxy = await startChaosProxy({ target: { host: '127.0.0.1', port: gateway.address()?.port ?? 0 } });
    const arrived: number[] = [];
    gateway.on('connection', (socket) =>
      socket.on('message', (data) => arrived.push(Number((data as Buffer).toString()))),
    );

    const unconfirmed = new Set<number>();
    const dropped = new Set<number>();
    const rejected = new Set<number>();
    const socket = createHeartbeatSocket(`${proxy.url}/ws`, {
      WebSocket,
      heartbeat: { intervalMs: 1_000 },
      reconnect: { minDelayMs: 20, baseDelayMs: 30, maxDelayMs: 60, maxAttempts: Infinity },
      outbox: createOutbox({
        maxMessages: 100,
        onUnconfirmed: (messages) => messages.forEach((data) => unconfirmed.add(Number(data))),
        onDropped: (data) => dropped.add(Number(data)),
      }),
    });
    socket.connect();
    await waitFor('open', () => socket.store.getState().status === 'open');

    proxy.latency({ ms: 3 });
    for (let message = 0; message < MESSAGES; message++) {
      if (socket.send(String(message)) === 'rejected') rejected.add(message);
      if (message % (MESSAGES / CUTS) === 50) proxy.resetAll();
      if (message % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await waitFor(
      'the last message',
      () => socket.store.getState().outbox?.queuedCount === 0 && socket.store.getState().status === 'open',
    );
    expect(await socket.check()).toMatchObject({ alive: true });

    const named = (message: number): boolean =>
      rejected.has(message) || dropped.has(message) || unconfirmed.has(message);
    const lost = Array.from({ length: MESSAGES }, (_, message) => message).filter(
      (message) => !arrived.includes(message) && !named(message),
    );
    console.log(
      `${arrived.length} arrived, ${unconfirmed.size} in doubt (${[...unconfirmed].filter((m) => arrived.includes(m)).length} of them arrived), ` +
        `${rejected.size} rejected, ${dropped.size} dropped`,
    );
    expect(lost).toEqual([]);
    expect(arrived).toEqual([...new Set(arrived)].toSorted((a, b) => a - b));
    expect(arrived.length).toBeGreaterThan(MESSAGES * 0.8);
    expect(unconfirmed.size).toBeLessThan(MESSAGES * 0.6);
    await waitFor('the counters', () => socket.store.getState().counters.reconnects === CUTS);

    socket.destroy();
    await proxy.close();
    await gateway.close();
  },
);
