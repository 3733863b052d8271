import { describe, expect, expectTypeOf, it } from 'vitest';
import { HeartbeatOptionError, type HeartbeatRecord, type Peer } from '../../src/gateway/index.js';
import { join, startGateway } from '../support/gateway/gateways.js';
import { waitFor } from '../support/waitFor.js';

describe('a listener', () => {
  it('does not stop the others when it throws or rejects', async () => {
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
    await waitFor('both failures', () => events.filter(({ kind }) => kind === 'listener.failed').length === 2);
    expect(count).toBe(1);
    expect(client.closeCode).toBeNull();
  });

  it.each([
    [
      'connections',
      () => {},
      "on(name, listener) must be 'connection', 'heartbeat', 'alert' or 'event', got \"connections\"",
    ],
    ['toString', () => {}, "must be 'connection', 'heartbeat', 'alert' or 'event', got \"toString\""],
    ['connection', undefined, "the listener of 'connection' must be a function, got undefined"],
  ])('of %j that could never be called is refused', async (name, listener, message) => {
    const { gateway } = await startGateway();
    const subscribe = () => gateway.on(name as 'event', listener as () => void);
    expect(subscribe).toThrow(HeartbeatOptionError);
    expect(subscribe).toThrow(message);
  });

  it('is called no more once it is undone', async () => {
    const { gateway, url } = await startGateway();
    let count = 0;
    const off = gateway.on('connection', () => (count += 1));
    off();
    await join(url);
    expect(count).toBe(0);
  });

  it('of heartbeats gets each of them with its peer, and no other record', async () => {
    // Longer than a busy machine is late: while the gateway doubts itself it counts no misses.
    const { gateway, url } = await startGateway({ heartbeat: { intervalMs: 300, timeoutMs: 900 } });
    const heard: { record: HeartbeatRecord; peer: Peer }[] = [];
    const off = gateway.on('heartbeat', (record, peer) => {
      expectTypeOf(peer).toEqualTypeOf<Peer>();
      if (record.kind === 'heartbeat.missed') expectTypeOf(record.missedInRow).toEqualTypeOf<number>();
      heard.push({ record, peer });
    });
    const client = await join(url);
    client.send('{"type":"ping","id":5}');
    const silent = await join(url, 'silent');
    await silent.closed;
    expect(new Set(heard.map(({ record }) => record.kind))).toEqual(
      new Set(['heartbeat.missed', 'heartbeat.timeout', 'ping.received', 'ping.sent', 'pong.received', 'pong.sent']),
    );
    for (const { record, peer } of heard) expect(record.connectionId).toBe(peer.id);
    off();
    const count = heard.length;
    const before = client.frames('ping').length;
    await waitFor('another ping', () => client.frames('ping').length > before);
    expect(heard).toHaveLength(count);
  });
});
