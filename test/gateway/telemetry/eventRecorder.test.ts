import { runInNewContext } from 'node:vm';
import pino from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HeartbeatEvent, HeartbeatLogger } from '../../../src/gateway/index.js';
import { ADMIN, ask, join, startGateway } from '../../support/gateway/gateways.js';
import { sleep, waitFor } from '../../support/waitFor.js';

describe('the event recorder', () => {
  it('records a connection in order, with its ids, its address and the time', async () => {
    const { gateway, url, events } = await startGateway();
    const client = await join(url);
    const [peer] = gateway.peers;
    client.send('{"type":"ping","id":4}');
    await client.frame('pong');
    client.socket.close(1000, 'bye');
    await waitFor('the close', () => gateway.peers.size === 0);
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

  it('writes each record to a pino, at the level of its kind', async () => {
    const lines: { level: number; kind: string; msg: string }[] = [];
    const logger: HeartbeatLogger = pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) });
    const { url, gateway } = await startGateway({ logger });
    const client = await join(url);
    client.send('{"type":"ping"}');
    client.send('{"type":"pong","id":"no"}');
    await waitFor('four lines', () => lines.length >= 4);
    const levels = Object.fromEntries(lines.map(({ kind, level }) => [kind, level]));
    expect(levels).toMatchObject({ 'connect.opened': 30, 'ping.received': 20, 'pong.sent': 20, 'frame.invalid': 40 });
    expect(lines.every(({ kind, msg }) => kind === msg)).toBe(true);
    await gateway.close();
  });

  it('writes no record of a level that the logger has turned off', async () => {
    const levels: string[] = [];
    const write = (level: string) => () => void levels.push(level);
    const logger: HeartbeatLogger = {
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      isLevelEnabled: (level) => level !== 'debug',
    };
    const { url } = await startGateway({ logger });
    const client = await join(url);
    client.send('{"type":"ping"}');
    await client.frame('pong');
    expect(levels).toEqual(['info']);
  });

  it.each<[string, () => unknown]>([
    ['rejects', () => Promise.reject(new Error('disk full'))],
    [
      'rejects with a promise of another realm',
      () => runInNewContext('Promise.reject(new Error("disk full"))') as unknown,
    ],
  ])('keeps the process when a logger or another function of the application %s', async (_how, write) => {
    const failures: unknown[] = [];
    const onRejection = (reason: unknown): void => void failures.push(reason);
    process.on('unhandledRejection', onRejection);
    onTestFinished(() => void process.off('unhandledRejection', onRejection));
    const logger = { debug: write, info: write, warn: write, error: write, isLevelEnabled: write as () => boolean };
    const { url, gateway } = await startGateway({ logger, frames: write as () => 'json' });
    gateway.on('connection', write);
    await join(url);
    await sleep(150);
    expect(failures).toEqual([]);
  });

  it('gives the logger records of its own, which it may redact in place', async () => {
    const redact = (record: object): void => {
      for (const key of Object.keys(record)) Reflect.deleteProperty(record, key);
    };
    const logger = { debug: redact, info: redact, warn: redact, error: redact };
    const { url, port, gateway, events } = await startGateway({ logger, admin: ADMIN });
    const client = await join(url);
    client.socket.close();
    await waitFor('the close', () => gateway.peers.size === 0);
    expect(events.map(({ kind }) => kind)).toEqual(['connect.opened', 'connection.closed']);
    const { text } = await ask(port, 'GET', '/heartbeat/peers', { token: ADMIN.viewerToken });
    expect(JSON.parse(text)).toMatchObject({ total: 0, peers: [] });
  });

  it('keeps connections when the logger cannot say what it wants', async () => {
    const heard: string[] = [];
    const take = (record: object): void => void heard.push((record as HeartbeatEvent).kind);
    const { url } = await startGateway({
      logger: {
        debug: take,
        info: take,
        warn: take,
        error: take,
        isLevelEnabled: () => {
          throw new Error('disk full');
        },
      },
    });
    await join(url);
    expect(heard).toEqual(['connect.opened']);
  });

  it('keeps connections when the logger fails', async () => {
    const broken = (): never => {
      throw new Error('disk full');
    };
    const { url } = await startGateway({ logger: { debug: broken, info: broken, warn: broken, error: broken } });
    const client = await join(url);
    client.send('{"type":"ping"}');
    expect(await client.frame('pong')).toEqual({ type: 'pong' });
  });
});
