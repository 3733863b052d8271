import { describe, expect, it } from 'vitest';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import { join, startGateway } from '../../support/gateway/gateways.js';
import { settleOnLoopback } from '../../support/network/settleOnLoopback.js';
import { waitFor } from '../../support/waitFor.js';

const TIMING = { heartbeat: { intervalMs: 1_000, timeoutMs: 3_000 } };

async function started(random = 0.999_999, extra: Parameters<typeof startGateway>[0] = {}) {
  const clock = createGatewayClock();
  return { clock, ...(await startGateway({ ...TIMING, clock, random: () => random, ...extra })) };
}

describe('a ping', () => {
  it('first leaves after between half an interval and one', async () => {
    for (const [random, early, late] of [
      [0, 440, 120],
      [0.999_999, 940, 120],
    ] as const) {
      const { clock, url } = await started(random);
      const client = await join(url);
      await clock.advance(early);
      expect(client.frames('ping')).toHaveLength(0);
      await clock.advance(late);
      await client.frame('ping');
    }
  });

  it('is plain to a stranger, and carries an id to a client that said hello', async () => {
    const { clock, url, gateway } = await started();
    const stranger = await join(url);
    const friend = await join(url);
    friend.send({ type: 'heartbeat.hello', client: 'test/1', attempt: 2 });
    await waitFor('the hello', () => [...gateway.peers].some((peer) => peer.attempt === 2));
    await clock.advance(1_100);
    expect((await friend.frame('ping'))['id']).toBe(1);
    await stranger.frame('ping');
    expect(stranger.received).toContain('{"type":"ping"}');
  });

  it('measures the round trip to its pong', async () => {
    const { clock, url, gateway, events } = await started();
    await join(url);
    await clock.advance(1_100);
    await waitFor('the pong', () => events.some(({ kind }) => kind === 'pong.received'));
    const [peer] = gateway.peers;
    expect(peer?.latencyMs).toBeGreaterThanOrEqual(0);
    expect(events.find(({ kind }) => kind === 'pong.received')).toHaveProperty('rttMs');
  });

  it.each([
    ['when-silent', 1, 1],
    ['always', 5, 7],
  ] as const)('is sent %s: a peer that talks gets %i to %i in six intervals', async (ping, least, most) => {
    const { clock, url, gateway } = await started(0.999_999, { ping });
    const client = await join(url);
    await clock.advance(1_050);
    await client.frame('ping');
    const [peer] = gateway.peers;
    for (let step = 0; step < 10; step += 1) {
      const before = peer?.lastSeenAt ?? 0;
      await clock.advance(500);
      client.send('hello there');
      await waitFor('the message', () => (peer?.lastSeenAt ?? 0) > before);
    }
    expect(client.frames('ping').length).toBeGreaterThanOrEqual(least);
    expect(client.frames('ping').length).toBeLessThanOrEqual(most);
  });
});

describe('a silent peer', () => {
  it('misses a heartbeat each interval, and is terminated after the timeout and not before', async () => {
    const { clock, url, gateway, events } = await started();
    const client = await join(url, 'silent');
    await clock.advance(1_050);
    await client.frame('ping');
    await clock.advance(2_850);
    expect(gateway.peers.size).toBe(1);
    expect([...gateway.peers][0]?.missedInRow).toBe(2);
    await clock.advance(300);
    expect((await client.closed).code).toBe(1006);
    await waitFor('the record', () => gateway.peers.size === 0);
    expect(events.filter(({ kind }) => kind === 'heartbeat.missed')).toHaveLength(3);
    expect(events.find(({ kind }) => kind === 'connection.closed')).toMatchObject({ cause: 'heartbeat_timeout' });
    expect(gateway.stats()).toMatchObject({
      connections: 0,
      counters: { missed: 3, timeouts: 1 },
      closed: { heartbeat_timeout: 1 },
    });
  });

  it('is alive again with any frame', async () => {
    const { clock, url, gateway } = await started();
    const client = await join(url, 'silent');
    await clock.advance(3_500);
    const [peer] = gateway.peers;
    expect(peer?.missedInRow).toBeGreaterThan(0);
    client.socket.pong();
    await waitFor('the sign of life', () => peer?.missedInRow === 0);
    await clock.advance(2_000);
    expect(gateway.peers.size).toBe(1);
  });

  it('lives by control pongs alone, and gets a control ping with every ping after its first miss', async () => {
    const { clock, url, gateway } = await started();
    const client = await join(url, 'control-only');
    let controlPings = 0;
    client.socket.on('ping', () => (controlPings += 1));
    for (let interval = 0; interval < 12; interval += 1) {
      await clock.advance(1_000);
      await settleOnLoopback();
    }
    expect(gateway.peers.size).toBe(1);
    expect(controlPings).toBeGreaterThan(4);
    // The gateway knows it by now: no more misses than the one that taught it.
    expect(gateway.stats().counters.missed).toBeLessThanOrEqual(2);
  });

  it('is not judged by a sweep that was late itself', async () => {
    const { clock, url, gateway, events } = await started();
    await join(url, 'silent');
    await clock.advance(1_100);
    clock.drift(60_000);
    await clock.advance(0);
    await waitFor('the doubt', () => events.some(({ kind }) => kind === 'clock.late'));
    await clock.advance(2_500);
    expect(gateway.peers.size).toBe(1);
    // One timeout later it is judged like any other.
    await clock.advance(4_000);
    await waitFor('the verdict', () => gateway.peers.size === 0);
  });
});
