import { describe, expect, it } from 'vitest';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import { join, startGateway } from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

describe('the rate of heartbeats', () => {
  it('closes a flooder with 1013, and serves the others', async () => {
    const { gateway, url, events } = await startGateway();
    const bystander = await join(url);
    const flooder = await join(url);
    for (let count = 0; count < 10_000; count += 1) flooder.send('{"type":"ping"}');
    expect((await flooder.closed).code).toBe(1013);
    // Some browsers hide the code, so a frame before it says when to come back.
    expect(flooder.frames('heartbeat.reconnect')).toMatchObject([{ afterMs: 2_000, windowMs: 28_000 }]);
    bystander.send('{"type":"ping","id":1}');
    await bystander.frame('pong');
    expect(gateway.stats()).toMatchObject({ closed: { rate_limited: 1 } });
    expect(gateway.stats().counters.pongsSent).toBeLessThanOrEqual(21);
    expect(events.filter(({ kind }) => kind === 'peer.rejected')).toMatchObject([
      { reason: 'rate_limited', code: 1013, remote: '127.0.0.1' },
    ]);
  });

  it('includes control pings', async () => {
    const { url } = await startGateway();
    const flooder = await join(url);
    for (let count = 0; count < 500; count += 1) flooder.socket.ping();
    expect((await flooder.closed).code).toBe(1013);
  });

  it('excludes pongs that pings have asked for, whenever they come', async () => {
    const { gateway, url } = await startGateway({
      heartbeat: { intervalMs: 20, timeoutMs: 60_000 },
      maxPingsPerSecond: 2,
    });
    const client = await join(url, 'silent');
    await waitFor('many pings', () => client.frames('ping').length >= 10);
    for (let count = 0; count < 10; count += 1) client.send('{"type":"pong"}');
    await waitFor('the answers', () => gateway.stats().counters.pongsReceived >= 10);
    expect(client.closeCode).toBeNull();
    // No ping has asked for these.
    for (let count = 0; count < 100; count += 1) client.send('{"type":"pong"}');
    expect((await client.closed).code).toBe(1013);
  });
});

describe('heartbeats that waited on a stalled path and come all at once', () => {
  it('count for the time that they waited, and no longer', async () => {
    const clock = createGatewayClock();
    const { gateway, url } = await startGateway({ clock, heartbeat: { intervalMs: 1_000, timeoutMs: 60_000 } });
    const client = await join(url, 'silent');
    await clock.advance(31_000);
    for (let count = 0; count < 300; count += 1) client.send('{"type":"ping"}');
    await waitFor('the answers', () => client.frames('pong').length === 300);
    await clock.advance(2_000);
    for (let count = 0; count < 300; count += 1) client.send('{"type":"ping"}');
    expect((await client.closed).code).toBe(1013);
    await waitFor('the count', () => gateway.stats().closed.rate_limited === 1);
  });

  it('count for the time that the gateway itself was held up', async () => {
    const { url, gateway } = await startGateway({ heartbeat: { intervalMs: 1_000, timeoutMs: 60_000 } });
    const client = await join(url);
    const until = performance.now() + 3_000;
    // The client is in this process too: what it sends now waits until the gateway reads again.
    while (performance.now() < until);
    for (let count = 0; count < 40; count += 1) client.send('{"type":"ping"}');
    await waitFor('the answers', () => client.frames('pong').length === 40);
    expect(gateway.stats().closed.rate_limited).toBe(0);
  });
});

describe('the limit of unread bytes', () => {
  it('spares a slow reader the next ping, and then closes it with 1013', async () => {
    const { gateway, url, events } = await startGateway({
      heartbeat: { intervalMs: 50, timeoutMs: 20_000 },
      maxBufferedBytes: 10_000,
    });
    const client = await join(url);
    client.socket.pause();
    const [peer] = gateway.peers;
    while ((peer?.socket.bufferedAmount ?? 0) < 20_000_000) peer?.socket.send(Buffer.alloc(1_000_000));
    const pings = gateway.stats().counters.pingsSent;
    await waitFor('the close', () => gateway.stats().closed.slow_reader === 1);
    expect(gateway.stats().counters.pingsSent).toBeLessThanOrEqual(pings + 1);
    expect(events.some(({ kind }) => kind === 'heartbeat.timeout')).toBe(false);
  });

  it('is not held against a peer that reads some of them between two looks', async () => {
    const clock = createGatewayClock();
    const { gateway, url } = await startGateway({
      clock,
      heartbeat: { intervalMs: 1_000, timeoutMs: 60_000 },
      maxBufferedBytes: 10_000,
    });
    await join(url, 'control-only');
    const [peer] = gateway.peers;
    let unread = 1_000_000;
    Object.defineProperty(peer?.socket, 'bufferedAmount', { get: () => unread });
    for (let look = 0; look < 20; look += 1) {
      await clock.advance(1_000);
      unread -= 10_000;
    }
    expect(gateway.stats()).toMatchObject({ connections: 1, closed: { slow_reader: 0 } });
    await clock.advance(3_000);
    expect(gateway.stats().closed.slow_reader).toBe(1);
  });

  it('closes a slow reader at the next broadcast', async () => {
    const { gateway, url } = await startGateway({ maxBufferedBytes: 10_000 });
    const slow = await join(url);
    const quick = await join(url);
    slow.socket.pause();
    const data = Buffer.alloc(500_000);
    await waitFor('the close', () => {
      gateway.broadcast(data);
      return gateway.stats().closed.slow_reader === 1;
    });
    expect(gateway.broadcast('hello')).toBe(1);
    await waitFor('the quick reader', () => quick.received.includes('hello'));
  });
});
