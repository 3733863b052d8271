import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createHeartbeatSocket } from '../../src/client/createHeartbeatSocket.js';
import { createOutbox } from '../../src/client/optional/outbox.js';
import { startGateway } from '../support/gateway/gateways.js';
import { startChaosProxy } from '../support/network/chaosProxy.js';
import { sleep, waitFor } from '../support/waitFor.js';

const MESSAGES = 1_000;
const CUTS = 10;

it(`A8: each of ${MESSAGES} messages sent through ${CUTS} cuts arrives once, in order, or is named`, async () => {
  const { gateway, port } = await startGateway();
  const proxy = await startChaosProxy({ target: { port } });
  const arrived: number[] = [];
  gateway.on('connection', (peer) => peer.on('message', (data) => arrived.push(Number((data as Buffer).toString()))));

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
  onTestFinished(() => socket.destroy());
  socket.connect();
  await waitFor('open', () => socket.store.getState().status === 'open');

  proxy.latency({ ms: 3 });
  for (let message = 0; message < MESSAGES; message++) {
    if (socket.send(String(message)) === 'rejected') rejected.add(message);
    if (message % (MESSAGES / CUTS) === 50) proxy.resetAll();
    if (message % 5 === 0) await sleep(30);
  }

  const isAccountedFor = (message: number): boolean =>
    arrived.includes(message) || rejected.has(message) || dropped.has(message) || unconfirmed.has(message);
  await waitFor('every message to arrive or to be named', () => [...Array(MESSAGES).keys()].every(isAccountedFor));
  console.log(
    `${arrived.length} arrived, ${unconfirmed.size} in doubt (${[...unconfirmed].filter((m) => arrived.includes(m)).length} of them arrived), ` +
      `${rejected.size} rejected, ${dropped.size} dropped`,
  );
  expect(arrived).toEqual([...new Set(arrived)].toSorted((a, b) => a - b));
  expect(arrived.length).toBeGreaterThan(MESSAGES * 0.8);
  expect(unconfirmed.size).toBeLessThan(MESSAGES * 0.6);
  await waitFor('a reconnect after each cut', () => socket.store.getState().counters.reconnects >= CUTS);
});
