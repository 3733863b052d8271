import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createHeartbeatSocket } from '../../src/client/createHeartbeatSocket.js';
import type { HeartbeatSocket } from '../../src/client/heartbeatSocket.js';
import { startGateway } from '../support/gateway/gateways.js';
import { startSlowProxy, type SlowProxy } from '../support/network/slowProxy.js';
import { waitFor } from '../support/waitFor.js';

const MEBIBYTE = 1_048_576;
const DOCUMENT = 'x'.repeat(10 * MEBIBYTE);
/** 2 Mbit/s: the document takes over 40 s, in which at least one ping of the default interval falls. */
const BYTES_PER_SECOND = 250_000;

/** A server that sends the document when it is asked for it, and counts the bytes of what it gets. */
interface Backend {
  readonly port: number;
  readonly path: string;
  readonly received: () => number;
}

async function plainServer(): Promise<Backend> {
  let received = 0;
  const wss = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => wss.close());
  await once(wss, 'listening');
  wss.on('connection', (socket) =>
    socket.on('message', (data: Buffer) => {
      const text = data.length < 100 ? data.toString() : '';
      if (text.includes('"ping"')) socket.send(text.replace('ping', 'pong'));
      else if (text === 'send') socket.send(DOCUMENT);
      else received = data.length;
    }),
  );
  return { port: (wss.address() as AddressInfo).port, path: '/', received: () => received };
}

async function ourGateway(): Promise<Backend> {
  let received = 0;
  const { gateway, port } = await startGateway({ maxPayload: 16 * MEBIBYTE, maxBufferedBytes: 16 * MEBIBYTE });
  gateway.on('connection', (socket) =>
    socket.on('message', (data) => {
      const bytes = data as Buffer;
      if (bytes.length < 100) socket.send(DOCUMENT);
      else received = bytes.length;
    }),
  );
  return { port, path: '/ws', received: () => received };
}

async function connect(backend: Backend): Promise<{ socket: HeartbeatSocket; proxy: SlowProxy }> {
  const proxy = await startSlowProxy(backend.port, BYTES_PER_SECOND);
  const socket = createHeartbeatSocket(proxy.url + backend.path, { WebSocket });
  onTestFinished(() => socket.destroy());
  socket.connect();
  await waitFor('a fast round trip is known', () => socket.store.getState().latency !== null);
  return { socket, proxy };
}

async function arrives(backend: Backend): Promise<void> {
  const { socket } = await connect(backend);
  let length = 0;
  socket.onMessage((data) => {
    length = String(data).length;
  });
  socket.send('send');
  await waitFor('the document at the client', () => length === DOCUMENT.length, 100_000);
  expect(socket.store.getState()).toMatchObject({ status: 'open', counters: { reconnects: 0, attempts: 1 } });
}

async function isSent(backend: Backend): Promise<void> {
  const { socket } = await connect(backend);
  socket.send(DOCUMENT);
  await waitFor('the document at the server', () => backend.received() === DOCUMENT.length, 100_000);
  expect(socket.store.getState().counters).toMatchObject({ reconnects: 0, attempts: 1 });
}

async function isGivenUp(backend: Backend): Promise<void> {
  const { socket, proxy } = await connect(backend);
  socket.send('send');
  await waitFor('a ping behind the document', () => socket.store.getState().status === 'degraded', 60_000);
  proxy.blackhole();
  await waitFor('the verdict on a path that died', () => socket.store.getState().status === 'reconnecting', 75_000);
}

// All at once, as each waits for a minute on a link of its own.
it.each([
  ['a ws server without limits', plainServer],
  ['our gateway', ourGateway],
])(
  '10 MiB over 2 Mbit/s, client defaults, %s: both ways at the first try; given up on within timeoutMs where the path dies',
  { timeout: 150_000 },
  async (_, start) => {
    const scenes = [arrives, isSent, isGivenUp].map(async (scene) => scene(await start()));
    const ends = await Promise.allSettled(scenes);
    expect(ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []))).toEqual([]);
  },
);

it('a document that a server sends unasked, whenever a connection begins, arrives after an outage too', async () => {
  const snapshot = 'x'.repeat(3 * MEBIBYTE);
  const wss = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => wss.close());
  await once(wss, 'listening');
  let connections = 0;
  wss.on('connection', (peer) => {
    connections += 1;
    // The first one is there to learn how fast the path is.
    if (connections > 1) peer.send(snapshot);
    peer.on('message', (data: Buffer) => peer.send(data.toString().replace('ping', 'pong')));
  });
  const proxy = await startSlowProxy((wss.address() as AddressInfo).port, BYTES_PER_SECOND);
  const socket = createHeartbeatSocket(`${proxy.url}/`, {
    WebSocket,
    heartbeat: { intervalMs: 1_000, timeoutMs: 60_000 },
    reconnect: { minDelayMs: 100, baseDelayMs: 0 },
  });
  onTestFinished(() => socket.destroy());
  let length = 0;
  socket.onMessage((data) => {
    length = String(data).length;
  });
  socket.connect();
  await waitFor('a fast round trip', () => socket.store.getState().latency !== null);
  for (const peer of wss.clients) peer.terminate();
  await waitFor('the document', () => length === snapshot.length, 60_000);
  expect(connections).toBe(2);
});
