import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startChaosProxy, type ChaosProxy } from './chaosProxy.js';
import { sleep, waitFor } from '../waitFor.js';

interface TestClient {
  socket: Socket;
  received: string;
  error: string | null;
  ended: boolean;
}

let echo: Server;
let peers: Socket[];
let heard: string;
let proxy: ChaosProxy;

beforeEach(async () => {
  peers = [];
  heard = '';
  echo = createServer((socket) => {
    peers.push(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      heard += String(bytes);
      socket.write(bytes);
    });
  });
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  onTestFinished(async () => {
    peers.forEach((socket) => socket.destroy());
    await new Promise<unknown>((closed) => echo.close(closed));
  });
  proxy = await startChaosProxy({ target: { port: (echo.address() as AddressInfo).port } });
});

function dial(): TestClient {
  const client: TestClient = {
    socket: connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true }),
    received: '',
    error: null,
    ended: false,
  };
  client.socket.on('data', (bytes) => (client.received += String(bytes)));
  client.socket.on('end', () => (client.ended = true));
  client.socket.on('error', (error: NodeJS.ErrnoException) => (client.error = error.code ?? 'unknown'));
  onTestFinished(() => void client.socket.destroy());
  return client;
}

async function dialAndGreet(): Promise<TestClient> {
  const client = dial();
  client.socket.write('hello ');
  await waitFor('the echo of a greeting', () => client.received === 'hello ');
  return client;
}

describe('a chaos proxy', () => {
  it('passes bytes both ways and counts connections', async () => {
    const first = await dialAndGreet();
    await dialAndGreet();
    expect(proxy.connections).toEqual({ accepted: 2, open: 2 });
    first.socket.end();
    await waitFor('the end passed on and answered', () => first.ended && proxy.connections.open === 1);
    expect(proxy.connections.accepted).toBe(2);
  });

  it('delays by latency and keeps the order under jitter', async () => {
    const client = await dialAndGreet();
    proxy.latency({ ms: 60, jitterMs: 60 });
    const startedAt = performance.now();
    const words = Array.from({ length: 30 }, (_, index) => `${index} `);
    for (const word of words) {
      client.socket.write(word);
      await sleep(2);
    }
    await waitFor('every word', () => client.received === `hello ${words.join('')}`);
    // There and back; a timer may fire up to a millisecond early.
    expect(performance.now() - startedAt).toBeGreaterThan(115);
  });

  it('black-holes bytes for good, while TCP stays open and is accepted', async () => {
    const old = await dialAndGreet();
    proxy.blackhole();
    old.socket.write('lost');
    const fresh = dial();
    await once(fresh.socket, 'connect');
    fresh.socket.write('lost');
    await sleep(100);
    expect({ heard, error: old.error, ended: old.ended }).toEqual({ heard: 'hello ', error: null, ended: false });
    expect(fresh).toMatchObject({ received: '', error: null, ended: false });
    proxy.heal();
    await dialAndGreet();
    expect(heard).toBe('hello hello ');
  });

  it('tells neither side of the end of the other while it black-holes', async () => {
    const client = await dialAndGreet();
    proxy.blackhole();
    peers[0]?.resetAndDestroy();
    await sleep(100);
    expect(client).toMatchObject({ error: null, ended: false });
  });

  it('stalls, and delivers what was kept when healed', async () => {
    const client = await dialAndGreet();
    proxy.stall();
    client.socket.write('a');
    await sleep(30);
    client.socket.write('b');
    await sleep(70);
    expect(heard).toBe('hello ');
    proxy.heal();
    await waitFor('the kept bytes', () => client.received === 'hello ab');
  });

  it('resets both sides of every open connection', async () => {
    const client = await dialAndGreet();
    proxy.resetAll();
    await waitFor('a reset at the client', () => client.error === 'ECONNRESET');
    await waitFor('the end at the target', () => peers[0]?.destroyed === true);
    await waitFor('no open connection', () => proxy.connections.open === 0);
    await expect(dialAndGreet()).resolves.toMatchObject({ error: null });
  });

  it('half-closes: the client reads the end, and may still write', async () => {
    const client = await dialAndGreet();
    proxy.halfClose();
    await waitFor('the end at the client', () => client.ended);
    client.socket.write('still here');
    await waitFor('the words at the target', () => heard === 'hello still here');
    expect(client.error).toBeNull();
  });

  it('refuses new connections and leaves the open ones alone, until told to accept', async () => {
    const old = await dialAndGreet();
    proxy.refuse();
    const refused = dial();
    await waitFor('a refused connection', () => refused.error === 'ECONNRESET');
    old.socket.write('x');
    await waitFor('an echo on the old connection', () => old.received === 'hello x');
    proxy.accept();
    await dialAndGreet();
    expect(proxy.connections.accepted).toBe(2);
  });

  it('gives up the client when the target cannot be reached', async () => {
    await new Promise((closed) => echo.close(closed));
    const client = dial();
    await waitFor('a reset', () => client.error !== null);
    expect(client.error).toBe('ECONNRESET');
  });
});
