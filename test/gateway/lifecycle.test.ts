import { createServer } from 'node:http';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { createHeartbeatGateway, type HeartbeatLogger, type HeartbeatEvent } from '../../src/gateway/index.js';
import {
  dispose,
  handshake,
  join,
  rawSocket,
  startGateway,
  startServer,
  until,
  upgradeStatus,
} from '../support/gateway/gateways.js';

const QUIET = { env: {}, configFile: false, closeTimeoutMs: 100 } as const;

describe('opening', () => {
  it('on a taken port rejects ready, saying what to do', async () => {
    const { port } = await startServer();
    const gateway = createHeartbeatGateway({ ...QUIET, port, host: '127.0.0.1' });
    await expect(gateway.ready).rejects.toThrow(`127.0.0.1, port ${port} is taken by another process`);
    expect(gateway.address()).toBeNull();
    await gateway.close();
  });

  it('tells the address once there is one', async () => {
    const gateway = createHeartbeatGateway({ ...QUIET, port: 0, host: '127.0.0.1' });
    dispose(() => gateway.close());
    await gateway.ready;
    expect(gateway.address()).toEqual({ address: '127.0.0.1', port: expect.any(Number) });
  });
});

describe('closing', () => {
  it('is polite, then final, frees the port, and can be asked for twice', async () => {
    const { gateway, url, port } = await startGateway();
    const polite = await join(url);
    const deaf = await rawSocket(port);
    deaf.write(handshake());
    await until('both', () => gateway.peers.size === 2);
    const first = gateway.close();
    expect(gateway.close()).toBe(first);
    expect(await upgradeStatus(url)).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    await first;
    expect(await polite.closed).toEqual({
      code: 1012,
      reason: '{"afterMs":0,"windowMs":5000,"reason":"restart"}',
    });
    expect(gateway.stats()).toMatchObject({ connections: 0, closed: { shutdown: 2 } });
    await startGateway({ port });
  });

  it('refuses who is being authenticated', async () => {
    let isAsked = false;
    const authenticate = (): Promise<boolean> => new Promise(() => (isAsked = true));
    const { gateway, url } = await startGateway({ authenticate });
    const pending = upgradeStatus(url);
    await until('the question', () => isAsked);
    await gateway.close();
    expect((await pending).status).toBe(503);
  });

  it('leaves a wss of the application alone, save for the connections it watched', async () => {
    const server = createServer();
    const wss = new WebSocketServer({ server });
    const { port } = await startServer(server);
    const gateway = createHeartbeatGateway({ ...QUIET, wss });
    const client = await join(`ws://127.0.0.1:${port}/`);
    await gateway.close();
    expect((await client.closed).code).toBe(1012);
    expect(wss.listenerCount('connection') + wss.listenerCount('headers')).toBe(0);
    expect((await upgradeStatus(`ws://127.0.0.1:${port}/`)).status).toBe(101);
    expect(gateway.peers.size).toBe(0);
  });

  it('does not wait the half minute that `ws` gives a deaf peer of a wss', async () => {
    const server = createServer();
    const wss = new WebSocketServer({ server });
    const { port } = await startServer(server);
    const gateway = createHeartbeatGateway({ ...QUIET, wss });
    const deaf = await rawSocket(port);
    deaf.write(handshake('/'));
    await until('the peer', () => gateway.peers.size === 1);
    await gateway.close();
    await until('its end', () => deaf.readableEnded || deaf.destroyed);
    expect(wss.clients.size).toBe(0);
  });

  it('works on a gateway that does not listen yet', async () => {
    const gateway = createHeartbeatGateway({ ...QUIET, port: 0 });
    await expect(gateway.close()).resolves.toBeUndefined();
  });
});

describe('listeners', () => {
  it('that throw or reject stop nobody', async () => {
    const { gateway, url, events } = await startGateway();
    gateway.on('connection', () => {
      throw new Error('first');
    });
    gateway.on('connection', () => Promise.reject(new Error('second')));
    gateway.on('event', () => {
      throw new Error('third');
    });
    let count = 0;
    gateway.on('connection', () => (count += 1));
    const client = await join(url);
    await until('both failures', () => events.filter(({ kind }) => kind === 'listener.failed').length === 2);
    expect(count).toBe(1);
    expect(client.closeCode).toBeNull();
  });

  it('can be taken away', async () => {
    const { gateway, url } = await startGateway();
    let count = 0;
    const off = gateway.on('connection', () => (count += 1));
    off();
    await join(url);
    expect(count).toBe(0);
  });

  it('an error of a socket without a listener of its own does not end the process', async () => {
    const { gateway, url } = await startGateway();
    const errors: string[] = [];
    const client = await join(url);
    const [peer] = gateway.peers;
    expect(peer?.socket.emit('error', new Error('nobody listens'))).toBe(true);
    peer?.socket.on('error', (error) => errors.push(error.message));
    peer?.socket.emit('error', new Error('somebody does'));
    expect(errors).toEqual(['somebody does']);
    client.socket.terminate();
  });
});

describe('records', () => {
  it('trace a connection, in order, with who and when', async () => {
    const { gateway, url, events } = await startGateway();
    const client = await join(url);
    const [peer] = gateway.peers;
    client.send('{"type":"ping","id":4}');
    await client.frame('pong');
    client.socket.close(1000, 'bye');
    await until('the close', () => gateway.peers.size === 0);
    expect(events.map(({ kind }) => kind)).toEqual([
      'connect.opened',
      'ping.received',
      'pong.sent',
      'connection.closed',
    ]);
    for (const [index, event] of events.entries()) {
      expect(event).toMatchObject({
        side: 'gateway',
        gatewayId: gateway.id,
        connectionId: peer?.id,
        remote: '127.0.0.1',
        seq: (events[0] as HeartbeatEvent).seq + index,
        at: expect.any(Number),
      });
    }
    expect(events.at(-1)).toMatchObject({ code: 1000, reason: 'bye', wasClean: true, cause: 'normal' });
    expect(gateway.id).toMatch(/^[\da-f-]{36}$/);
    expect(peer?.id).not.toBe(gateway.id);
  });

  it('go to a pino at levels by their weight, one line each', async () => {
    const lines: { level: number; kind: string; msg: string }[] = [];
    const logger: HeartbeatLogger = pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) });
    const { url, gateway } = await startGateway({ logger });
    const client = await join(url);
    client.send('{"type":"ping"}');
    client.send('{"type":"pong","id":"no"}');
    await until('three', () => lines.length >= 4);
    const levels = Object.fromEntries(lines.map(({ kind, level }) => [kind, level]));
    expect(levels).toMatchObject({ 'connect.opened': 30, 'ping.received': 20, 'pong.sent': 20, 'frame.invalid': 40 });
    expect(lines.every(({ kind, msg }) => kind === msg)).toBe(true);
    await gateway.close();
  });

  it('that a logger fails to write cost nobody a connection', async () => {
    const { url } = await startGateway({ logger: { debug: broken, info: broken, warn: broken, error: broken } });
    const client = await join(url);
    client.send('{"type":"ping"}');
    expect(await client.frame('pong')).toEqual({ type: 'pong' });
  });
});

function broken(): never {
  throw new Error('disk full');
}
