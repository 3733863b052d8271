import { describe, expect, it } from 'vitest';
import type { MachineOptions } from '../../src/machine/options.js';
import { ourCodec } from '../../src/protocol/codec.js';
import { createMachineRig, type MachineRig } from '../support/client/machineRig.js';

/** A backend that pings every 10 s, and is dead after 30 s. */
const codec = { ...ourCodec, initiator: 'server', everyMs: 10_000 } as const;
const server = (more: MachineOptions = {}, heartbeat: 'answered' | 'unproven' = 'answered'): MachineRig =>
  createMachineRig({ heartbeat: { codec }, ...more }, 0, false, heartbeat).opened();
const ping = (rig: MachineRig): MachineRig => rig.send({ type: 'ping.received', socketId: rig.state.socketId });

describe('a dialect in which the server pings', () => {
  it('sends no ping, whatever asks for one, and answers each of the server', () => {
    const rig = server();
    rig.send({ type: 'user.checked' }).send({ type: 'page.changed', signal: 'visible' });
    rig.send({ type: 'clock.woke', gapMs: 1_000 }).advance(29_000);
    expect(rig.kinds).not.toContain('ping.sent');
    expect(rig.kinds).not.toContain('probe.started');
    expect(ping(rig).orders).toEqual([{ type: 'pong.send', id: undefined }]);
  });

  it('takes its interval from the codec, then from the options', () => {
    expect(server().state.settings).toMatchObject({ intervalMs: 10_000, timeoutMs: 30_000 });
    const { everyMs: _, ...plain } = codec;
    const rig = server({ heartbeat: { codec: plain, intervalMs: 4_000 } });
    expect(rig.state.settings).toMatchObject({ intervalMs: 4_000, timeoutMs: 12_000 });
  });

  it('judges nothing before the first ping, which proves that the server sends them', () => {
    const rig = server({}, 'unproven').advance(29_999);
    expect(rig.state.heartbeat).toBe('unproven');
    expect(rig.advance(600_000)).toMatchObject({ status: 'open', state: { heartbeat: 'unanswered' } });
    expect(ping(rig).state.heartbeat).toBe('answered');
    expect(rig.advance(30_000).status).toBe('reconnecting');
  });

  it('calls a ping missed that is overdue by five seconds, and the server dead after the timeout', () => {
    const rig = ping(server().advance(7_000));
    expect(rig.advance(14_999).status).toBe('open');
    expect(rig.advance(1).status).toBe('degraded');
    expect(rig.advance(14_999).status).toBe('degraded');
    expect(rig.advance(1)).toMatchObject({ status: 'reconnecting', state: { outage: { cause: 'heartbeat-timeout' } } });
    expect(rig.said('heartbeat.timeout')).toEqual([{ silentMs: 30_000, timeoutMs: 30_000 }]);
  });

  it('takes the timeout and nothing earlier, offline too, and however few misses are allowed', () => {
    const rig = server({ heartbeat: { codec, maxMissed: 1 } });
    rig.send({ type: 'page.changed', signal: 'offline' }).advance(29_999);
    expect(rig.status).toBe('degraded');
    expect(rig.advance(1).status).toBe('offline');
  });

  it('lives on any frame, counted from that frame and not from the timer that found it', () => {
    const rig = server();
    rig.advance(15_000, 12_000);
    expect(rig.status).toBe('open');
    expect(rig.advance(26_999, 12_000).status).toBe('degraded');
    expect(rig.advance(1, 12_000).status).toBe('reconnecting');
  });

  it('mends what was degraded, by a ping as by a message', () => {
    expect(ping(server().advance(16_000)).status).toBe('open');
    expect(server().advance(16_000).send({ type: 'peer.heard', socketId: 1 }).status).toBe('open');
  });

  it('waits anew when this side was late itself', () => {
    const rig = server().block(40_000);
    expect(rig.kinds).toContain('clock.wake');
    expect(rig.status).toBe('open');
    expect(rig.advance(29_999).status).toBe('degraded');
    expect(rig.advance(1).status).toBe('reconnecting');
  });

  it('is dialled anew after sleep and on another network: it cannot be asked', () => {
    expect(server().send({ type: 'clock.woke', gapMs: 60_000 }).state).toMatchObject({ phase: 'dialing' });
    const rig = server().send({ type: 'page.changed', signal: 'offline' }).advance(100);
    expect(rig.send({ type: 'page.changed', signal: 'online' }).state).toMatchObject({ phase: 'dialing' });
  });

  it('gives the attempts back with the first ping after the stable time', () => {
    const rig = server().send({ type: 'user.reconnected' }).open().advance(10_000);
    expect(rig.state).toMatchObject({ trust: 'awaiting-pong', attempt: 1 });
    expect(ping(rig).state).toMatchObject({ trust: 'stable', attempt: 0 });
  });

  it('follows timing that the server announces', () => {
    const timing = { intervalMs: 60_000, timeoutMs: 90_000 };
    const rig = server().send({ type: 'settings.received', socketId: 1, timing, version: 1, welcome: false });
    ping(rig);
    expect(rig.advance(64_999).status).toBe('open');
    expect(rig.advance(1).status).toBe('degraded');
    expect(rig.advance(25_000).status).toBe('reconnecting');
  });
});

describe('a heartbeat that wants no answer', () => {
  it.each(['server', 'both'] as const)('is proof, and is not answered: %s', (initiator) => {
    const rig = server({ heartbeat: { codec: { ...codec, initiator } } }, 'unproven');
    rig.send({ type: 'peer.heard', socketId: 1, isHeartbeat: true });
    expect(rig.state.heartbeat).toBe('answered');
    expect(rig.orders).toEqual([]);
  });
});

describe('a ping that a codec withholds', () => {
  const withhold = (rig: MachineRig): MachineRig => rig.send({ type: 'ping.withheld', socketId: rig.state.socketId });

  it('is neither missed nor waited for', () => {
    const rig = withhold(createMachineRig({ heartbeat: { intervalMs: 10_000 } }, 1).opened());
    for (let pings = 0; pings < 20; pings += 1) withhold(rig.advance(10_000));
    expect(rig.status).toBe('open');
    expect(rig.state).toMatchObject({ outstanding: [], owed: 0, unansweredAt: null });
    expect(rig.kinds).not.toContain('heartbeat.missed');
  });

  it('does not spoil the round-trip time of the next', () => {
    const rig = withhold(createMachineRig({ heartbeat: { intervalMs: 10_000 } }, 1).opened());
    rig.advance(10_000).advance(40).send({ type: 'pong.received', socketId: 1 });
    expect(rig.state.latency).toMatchObject({ lastMs: 40 });
  });
});
