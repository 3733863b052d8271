import { describe, expect, it } from 'vitest';
import type { MachineOptions } from '../../src/machine/options.js';
import { createMachineRig, pong, type MachineRig } from '../support/client/machineRig.js';

/** Open, with a round trip of 40 ms known. */
const known = (heartbeat: MachineOptions['heartbeat']): MachineRig =>
  pong(createMachineRig({ heartbeat }, 1).opened().advance(40));
const slow = { intervalMs: 25_000, timeoutMs: 75_000 };
/** A timer that is late by this was held back by sleep. */
const WAKE_MS = 10_000;
const misses = (rig: MachineRig): number[] =>
  rig.said('heartbeat.missed').map((missed) => (missed as { missedInRow: number }).missedInRow);

describe('until the verdict a miss is counted', () => {
  it('at each ping that finds the one before it unanswered, and none more at a later timeout', () => {
    const rig = known({ intervalMs: 2_000, timeoutMs: 5_000, detection: 'fixed' }).advance(6_959);
    expect(misses(rig)).toEqual([1, 2]);
    expect(rig.status).toBe('degraded');
    expect(misses(rig.advance(1))).toEqual([1, 2]);
    expect(rig.status).toBe('reconnecting');
  });

  it('at a timeout that comes before the next ping', () => {
    const rig = known({ intervalMs: 10_000, timeoutMs: 3_000, detection: 'fixed' }).advance(9_960 + 3_000);
    expect(misses(rig)).toEqual([1]);
    expect(rig.status).toBe('reconnecting');
  });

  it('and not at a timeout that comes before the patience with a probe is over', () => {
    const rig = known({ intervalMs: 5_000, timeoutMs: 2_500 }).advance(4_960 + 2_500);
    expect(misses(rig)).toEqual([1]);
    expect(rig.said('probe.started')).toEqual([{ reason: 'missed' }]);
    expect(rig.status).toBe('reconnecting');
  });

  it('once, where a pause of ours makes the first miss the verdict', () => {
    const rig = known(slow).block(24_960 + 2_000);
    expect(rig.said('clock.late')).toEqual([{ lateMs: 2_000 }]);
    expect(misses(rig.advance(5_000))).toEqual([1]);
    expect(rig.status).toBe('reconnecting');
  });
});

describe('a ping of ours that is late', () => {
  it.each([
    [999, []],
    [1_000, [{ lateMs: 1_000 }]],
  ])('by %i ms says of our clock: %o', (lateMs, said) => {
    expect(
      known(slow)
        .block(24_960 + lateMs)
        .said('clock.late'),
    ).toEqual(said);
  });

  it.each([
    [WAKE_MS - 1, []],
    [WAKE_MS, [{ gapMs: WAKE_MS }]],
  ])('by %i ms says of a sleep: %o', (lateMs, said) => {
    expect(
      known(slow)
        .block(24_960 + lateMs)
        .said('clock.wake'),
    ).toEqual(said);
  });
});

it('after a sleep no answer is on its way: what was asked before it is not waited for', () => {
  const rig = known(slow).advance(20_000);
  rig.talkedAt = rig.now;
  rig.block(30_000);
  expect(rig.status).toBe('open');
  expect(rig.advance(7_000).status).toBe('reconnecting');
});
