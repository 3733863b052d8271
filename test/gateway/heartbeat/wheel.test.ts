import { describe, expect, it } from 'vitest';
import { createSweep, type Swept } from '../../../src/gateway/heartbeat/sweep.js';
import { createManualClock } from '../../../src/testing/createManualClock.js';

interface Peer extends Swept {
  readonly name: string;
  wantsAt: number | null;
}

/** A sweep whose peers want to be visited again after an interval, with a clock and turns of the event loop by hand. */
function createWheel({ intervalMs = 1_000, random = 0.5, startAt = 1_000 } = {}) {
  const clock = createManualClock();
  clock.advance(startAt - clock.now());
  const turns: (() => void)[] = [];
  const late: number[] = [];
  const visits: { readonly name: string; readonly at: number }[] = [];
  const rules = {
    intervalMs,
    /** What a visit answers; by default, to come again after an interval. */
    again: (now: number): number | null => now + rules.intervalMs,
  };
  const sweep = createSweep<Peer>({
    clock: Object.assign(clock, { immediate: (turn: () => void) => void turns.push(turn) }),
    random: () => random,
    timing: () => rules,
    visit: (peer, now) => {
      visits.push({ name: peer.name, at: now - startAt });
      return rules.again(now);
    },
    wantsVisitAt: ({ wantsAt }) => (wantsAt === null ? null : startAt + wantsAt),
    onSweep: (lateMs) => late.push(lateMs),
  });
  return {
    clock,
    turns,
    late,
    visits,
    rules,
    sweep,
    /** Adds a peer. */
    add: (name: string): Peer => {
      const peer = { name, slot: null, wantsAt: null };
      sweep.add(peer);
      return peer;
    },
    /** When each visit of the peer was, in milliseconds since the start. */
    visitedAt: (name: string): number[] => visits.filter((visit) => visit.name === name).map(({ at }) => at),
  };
}

/** Adds enough peers for so many turns of 128 visits, the last of them of one visit. */
const addFor = (turns: number, wheel: ReturnType<typeof createWheel>): Peer[] =>
  Array.from({ length: 128 * (turns - 1) + 1 }, (_, index) => wheel.add(`peer ${index}`));

// Visits are on the dot of a slot, which is a twenty-fifth of the interval: 40 ms of a second.
describe('the first visit', () => {
  it.each([
    [0, 520],
    [0.5, 760],
    [1, 1_000],
  ])('is due after half an interval and more: with %f drawn, after %i ms', (random, at) => {
    const wheel = createWheel({ random });
    wheel.add('a');
    wheel.clock.advance(at - 1);
    expect(wheel.visits).toEqual([]);
    wheel.clock.advance(1);
    expect(wheel.visits).toEqual([{ name: 'a', at }]);
  });

  it('is at the same time whenever the clock began', () => {
    const wheel = createWheel({ startAt: 123_000, random: 0 });
    wheel.add('a');
    wheel.clock.advance(1_000);
    expect(wheel.visitedAt('a')).toEqual([520]);
  });

  it('of a peer that joins later counts from then', () => {
    const wheel = createWheel({ random: 0 });
    wheel.add('a');
    wheel.clock.advance(400);
    wheel.add('b');
    wheel.clock.advance(550);
    expect(wheel.visitedAt('a')).toEqual([520]);
    expect(wheel.visitedAt('b')).toEqual([920]);
  });

  it('of a peer that joins after hours without any is not hours late', () => {
    const wheel = createWheel({ random: 0 });
    wheel.sweep.remove(wheel.add('a'));
    wheel.clock.advance(7_200_000);
    wheel.add('b');
    wheel.clock.advance(1_000);
    expect(wheel.visitedAt('b')).toEqual([7_200_520]);
    expect(Math.max(...wheel.late)).toBe(0);
  });
});

describe('a visit', () => {
  it('is repeated when the last one asked for it, within half a slot', () => {
    const wheel = createWheel({ random: 0 });
    wheel.rules.again = (now) => now + 310;
    wheel.add('a');
    wheel.clock.advance(1_500);
    expect(wheel.visitedAt('a')).toEqual([520, 840, 1_160, 1_480]);
  });

  it('is the last when the peer is gone', () => {
    const wheel = createWheel();
    wheel.rules.again = () => null;
    const peer = wheel.add('a');
    wheel.clock.advance(60_000);
    expect(wheel.visits).toHaveLength(1);
    expect(peer.slot).toBeNull();
  });

  it('that asks for an instant in the past comes with the next slot, not at once and not never', () => {
    const wheel = createWheel({ random: 0 });
    wheel.rules.again = () => 0;
    wheel.add('a');
    wheel.clock.advance(600);
    expect(wheel.visitedAt('a').slice(0, 2)).toEqual([520, 560]);
  });

  it('never comes to a peer that was removed, and its neighbours keep theirs', () => {
    const wheel = createWheel();
    const gone = wheel.add('gone');
    wheel.add('stays');
    wheel.sweep.remove(gone);
    expect(gone.slot).toBeNull();
    wheel.clock.advance(1_000);
    expect(wheel.visits.map(({ name }) => name)).toEqual(['stays']);
  });
});

describe('turns', () => {
  it('visit 128 peers each, and the next ones after the sockets have been read', () => {
    const wheel = createWheel();
    addFor(3, wheel);
    wheel.clock.advance(760);
    expect(wheel.visits).toHaveLength(128);
    wheel.turns.shift()?.();
    expect(wheel.visits).toHaveLength(256);
    wheel.turns.shift()?.();
    expect(wheel.visits).toHaveLength(257);
    expect(wheel.turns).toEqual([]);
  });

  it('that are planned are not planned twice by the next tick', () => {
    const wheel = createWheel();
    addFor(2, wheel);
    wheel.clock.advance(760);
    expect(wheel.turns).toHaveLength(1);
    // Ticks go on while the event loop is busy.
    wheel.clock.advance(200);
    expect(wheel.visits).toHaveLength(128);
    expect(wheel.turns).toHaveLength(1);
    wheel.turns.shift()?.();
    expect(wheel.visits).toHaveLength(129);
  });

  it('end with the last peer: who waited for one is forgotten', () => {
    const wheel = createWheel();
    const peers = addFor(2, wheel);
    wheel.clock.advance(760);
    for (const peer of peers) wheel.sweep.remove(peer);
    wheel.turns.shift()?.();
    expect(wheel.visits).toHaveLength(128);
    expect(wheel.turns).toEqual([]);
    // And the next peer is served as if nothing had been.
    wheel.add('next');
    wheel.clock.advance(1_000);
    expect(wheel.visitedAt('next')).toHaveLength(1);
  });
});

describe('the timer', () => {
  it('is one for all peers, and gone with the last', () => {
    const wheel = createWheel();
    expect(wheel.clock.timerCount).toBe(0);
    const peers = ['a', 'b', 'c'].map(wheel.add);
    expect(wheel.clock.timerCount).toBe(1);
    wheel.clock.advance(5_000);
    expect(wheel.clock.timerCount).toBe(1);
    for (const [index, peer] of peers.entries()) {
      wheel.sweep.remove(peer);
      expect(wheel.clock.timerCount).toBe(index === 2 ? 0 : 1);
    }
  });

  it('that fires on time is not late, also where a slot is a fraction of a millisecond', () => {
    const wheel = createWheel({ intervalMs: 990 });
    wheel.add('a');
    wheel.clock.advance(10_000);
    expect(Math.max(...wheel.late)).toBeLessThan(1);
    expect(Math.min(...wheel.late)).toBeGreaterThanOrEqual(0);
  });

  it('that fires late tells by how much, and visits at once all that was due meanwhile', () => {
    const wheel = createWheel({ random: 0 });
    wheel.add('a');
    wheel.clock.advance(400);
    wheel.add('b');
    const sweepsBefore = wheel.late.length;
    wheel.clock.freeze(5_000);
    expect(wheel.late.slice(sweepsBefore)).toEqual([4_960]);
    expect(wheel.visits.map(({ name }) => name)).toEqual(['a', 'b']);
    // It goes on from now on: no tick is made up for.
    wheel.clock.advance(39);
    expect(wheel.late).toHaveLength(sweepsBefore + 1);
  });

  it('never ticks more than once a millisecond', () => {
    const wheel = createWheel({ intervalMs: 10 });
    wheel.add('a');
    wheel.clock.advance(100);
    expect(wheel.late.length).toBeLessThanOrEqual(100);
    expect(wheel.visits.length).toBeGreaterThanOrEqual(8);
  });
});

describe('a change of the timing', () => {
  it('visits each peer when the new timing wants it', () => {
    const wheel = createWheel({ intervalMs: 30_000 });
    const [soon, later] = [wheel.add('soon'), wheel.add('later')];
    wheel.clock.advance(1_000);
    wheel.rules.intervalMs = 1_000;
    soon.wantsAt = 1_200;
    later.wantsAt = 1_800;
    wheel.sweep.retime();
    wheel.clock.advance(1_000);
    expect(wheel.visitedAt('soon')).toEqual([1_200]);
    expect(wheel.visitedAt('later')).toEqual([1_800]);
  });

  it.each([
    ['that awaits its first ping', null],
    ['that is overdue by the new timing', 900],
    ['that is due this very instant', 1_000],
  ])('spreads a peer %s', (_which, wantsAt) => {
    const wheel = createWheel({ intervalMs: 30_000, random: 0 });
    const peer = wheel.add('a');
    wheel.clock.advance(1_000);
    wheel.rules.intervalMs = 2_000;
    peer.wantsAt = wantsAt;
    wheel.sweep.retime();
    wheel.clock.advance(2_000);
    expect(wheel.visitedAt('a')).toEqual([2_040]);
  });

  it('takes one timer, with the width of the new slots', () => {
    const wheel = createWheel({ intervalMs: 60_000 });
    for (const name of ['a', 'b']) wheel.add(name);
    wheel.rules.intervalMs = 1_000;
    wheel.sweep.retime();
    expect(wheel.clock.timerCount).toBe(1);
    wheel.clock.advance(40);
    expect(wheel.late).toHaveLength(1);
  });

  it('takes no timer where there is no peer', () => {
    const wheel = createWheel();
    wheel.sweep.retime();
    expect(wheel.clock.timerCount).toBe(0);
  });

  it('leaves peers alone that wait for their turn', () => {
    const wheel = createWheel();
    addFor(2, wheel);
    wheel.clock.advance(760);
    wheel.sweep.retime();
    wheel.turns.shift()?.();
    expect(wheel.visits).toHaveLength(129);
    expect(new Set(wheel.visits.map(({ name }) => name)).size).toBe(129);
  });
});
