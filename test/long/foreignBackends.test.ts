import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createHeartbeatSocket } from '../../src/client/createHeartbeatSocket.js';
import type { HeartbeatSocket } from '../../src/client/heartbeatSocket.js';
import { createOutbox } from '../../src/client/optional/outbox.js';
import { startChaosProxy, type ChaosProxy } from '../support/network/chaosProxy.js';
import { sleep, waitFor } from '../support/waitFor.js';

/** The defaults, ten times as fast, for what is ten minutes then. */
const heartbeat = { intervalMs: 2_500, timeoutMs: 7_500 };
const TEN_MINUTES_MS = 60_000;

interface Backend {
  readonly received: string[];
  readonly proxy: ChaosProxy;
  /** What it does about a message, from now on. */
  answer: (socket: WebSocket, text: string) => void;
}

/** Another's backend: it accepts, hears, and does what the test says. */
async function startBackend(onOpen: (socket: WebSocket) => void = () => {}): Promise<Backend> {
  const wss = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => wss.close());
  await once(wss, 'listening');
  const { port } = wss.address() as AddressInfo;
  const backend: Backend = { received: [], proxy: await startChaosProxy({ target: { port } }), answer: () => {} };
  wss.on('connection', (socket) => {
    onOpen(socket);
    socket.on('message', (data: Buffer) => {
      backend.received.push(data.toString());
      backend.answer(socket, data.toString());
    });
  });
  return backend;
}

function connect({ proxy }: Backend): HeartbeatSocket {
  const socket = createHeartbeatSocket(`${proxy.url}/`, { WebSocket, heartbeat, outbox: createOutbox() });
  onTestFinished(() => socket.destroy());
  socket.connect();
  return socket;
}

it('ten minutes of backends that do not answer pings: none is cut, and one is judged as soon as it does', async () => {
  const silent = await startBackend();
  const wordy = await startBackend();
  // A word is a message of the application's, and no answer.
  wordy.answer = (client) => client.send('pong');
  const talking = await startBackend((client) => {
    const talk = setInterval(() => client.send('news'), 4_000);
    client.on('close', () => clearInterval(talk));
  });
  const errors: unknown[] = [];
  const spy = vi.spyOn(console, 'error').mockImplementation((text) => void errors.push(text));
  onTestFinished(() => spy.mockRestore());
  const { socket, ...others } = { socket: connect(silent), wordy: connect(wordy), talking: connect(talking) };

  for (let sentAt = 0; sentAt < TEN_MINUTES_MS; sentAt += 5_000) {
    socket.send(`message ${sentAt}`);
    await sleep(5_000);
  }
  for (const each of [socket, others.wordy, others.talking]) {
    expect(each.store.getState()).toMatchObject({
      status: 'open',
      heartbeat: 'unanswered',
      missedInRow: 0,
      counters: { attempts: 1, reconnects: 0, missed: 0 },
      outbox: { queuedCount: 0, unconfirmedCount: 0, droppedCount: 0 },
    });
  }
  expect(errors).toHaveLength(3);
  for (const error of errors) expect(error).toContain('answers no pings');
  expect(silent.received.filter((text) => text.startsWith('message'))).toHaveLength(TEN_MINUTES_MS / 5_000);

  silent.answer = (client, text) => text.includes('"ping"') && client.send('{"type":"pong"}');
  await waitFor('an answer', () => socket.store.getState().heartbeat === 'answered');
  const diedAt = performance.now();
  silent.proxy.blackhole();
  await waitFor('the verdict', () => socket.store.getState().status === 'reconnecting');
  expect(performance.now() - diedAt).toBeLessThan(heartbeat.intervalMs + heartbeat.timeoutMs + 1_000);
});
