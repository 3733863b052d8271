import { describe, expect, it } from 'vitest';
import type { MachineOptions } from '../../src/machine/options.js';
import { createMachineRig, pong, type MachineRig } from '../support/client/machineRig.js';

const slow: MachineOptions = { heartbeat: { intervalMs: 25_000, timeoutMs: 75_000 } };
/** Open, with a round trip of 40 ms known. */
const known = (options: MachineOptions = slow): MachineRig => pong(createMachineRig(options, 1).opened().advance(40));

/** The same, at the very next ping. */
const pinged = (): MachineRig => known().advance(24_960);

describe('adaptive detection', () => {
  it('is what there is unless the app says otherwise', () => {
    expect(createMachineRig(slow).opened().state).toMatchObject({ pongDueAt: 5_000 });
  });

  it('gives a quick path one second, an unknown one five, and a slow one what it needs', () => {
    const patience = (rttMs: number): unknown => {
      const rig = createMachineRig(slow, 1).opened().advance(rttMs);
      const { state } = pong(rig).advance(25_000 - rttMs);
      return state.phase === 'open' && state.patienceMs;
    };
    expect(patience(40)).toBe(1_000);
    expect(patience(400)).toBe(400 + 4 * 200 + 250);
    expect(patience(4_000)).toBe(5_000);
  });

  it('misses, probes at once with twice the time, and is dead after maxMissed: 1 + 2 + 4 s after the ping', () => {
    const rig = pinged();
    rig.advance(999);
    expect(rig.status).toBe('open');
    rig.advance(1);
    expect(rig.status).toBe('degraded');
    expect(rig.orders).toEqual([{ type: 'ping.send', id: undefined }]);
    rig.advance(2_000);
    expect(rig.state).toMatchObject({ missedInRow: 2 });
    rig.advance(3_999);
    expect(rig.status).toBe('degraded');
    rig.advance(1);
    expect(rig.status).toBe('reconnecting');
    expect(rig.said('heartbeat.missed').map((missed) => (missed as { missedInRow: number }).missedInRow)).toEqual([
      1, 2, 3,
    ]);
    expect(rig.said('probe.started')).toHaveLength(2);
  });

  it('never outlives timeoutMs', () => {
    const rig = known({ heartbeat: { intervalMs: 1_000, timeoutMs: 3_000 } }).advance(960);
    expect(rig.advance(2_999).status).toBe('degraded');
    expect(rig.advance(1).status).toBe('reconnecting');
  });

  it('A15: takes any frame for life while pongs are stuck behind a backlog', () => {
    const rig = known();
    for (let second = 0; second < 600; second++) rig.advance(1_000, rig.now + 990);
    expect(rig.status).toBe('open');
    expect(rig.said('heartbeat.missed')).toEqual([]);
    expect(rig.said('ping.sent').length).toBeGreaterThan(23);
  });

  it('is forgiven a late answer: one frame, and nothing is held against the peer', () => {
    const rig = known().advance(24_960 + 3_500);
    expect(rig.status).toBe('degraded');
    expect(pong(rig).state).toMatchObject({ missedInRow: 0, unansweredAt: null, pongDueAt: null });
    expect(rig.advance(20_000).status).toBe('open');
  });

  it('learns nothing from an answer that may belong to an older ping', () => {
    const rig = known().advance(24_960 + 1_500);
    const { latency } = rig.state;
    pong(rig);
    expect(rig.state.latency).toBe(latency);
  });

  it('A21: a thread that was blocked for twice the timeout passes no verdict, and still finds a dead peer after that', () => {
    const rig = known(slow).advance(24_960).block(150_000);
    expect(rig.status).toBe('open');
    expect(rig.said('clock.wake')).toHaveLength(1);
    expect(rig.said('heartbeat.missed')).toEqual([]);
    expect(rig.advance(7_000).status).toBe('reconnecting');
  });

  it('A21: a second late is late; less is not', () => {
    expect(known().advance(24_960).block(1_999).kinds).not.toContain('clock.late');
    expect(known().advance(24_960).block(2_000).said('clock.late')).toEqual([{ lateMs: 1_000 }]);
  });

  it('check() sends one ping and leaves the cadence alone', () => {
    const rig = known().advance(10_000);
    const pings = rig.said('ping.sent').length;
    rig.send({ type: 'user.checked' }).send({ type: 'user.checked' });
    expect(rig.said('ping.sent')).toHaveLength(pings + 1);
  });
});
