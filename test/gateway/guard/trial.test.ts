import { describe, expect, it } from 'vitest';
import { Evidence } from '../../../src/gateway/guard/evidence.js';
import { needsGuard, shareSize, windowMs } from '../../../src/gateway/guard/guardRules.js';
import { findSameSilence } from '../../../src/gateway/guard/sameSilence.js';
import { Trial, type Participant } from '../../../src/gateway/guard/trial.js';
import { seeded } from '../../support/gateway/mutations.js';
import { simulateGuard } from '../../support/gateway/guardSimulation.js';

const SHORT = { intervalMs: 25_000, timeoutMs: 75_000 };
const LONG = { intervalMs: 90_000, timeoutMs: 270_000 };
const PLAN = { from: SHORT, to: LONG, idleLimitMs: null };

const person = (index: number, of: number, block: string | null = `10.0.0.${index}`): Participant => ({
  sessionId: `s${index}`,
  place: index / of,
  block,
});
const crowd = (of: number, block?: string) =>
  Array.from({ length: of }, (_none, index) => person(index, of, block ?? `10.0.0.${index}`));
const CUT = { isAbnormal: true, isHeartbeatTimeout: false, silentMs: 10_000 };

describe('the rules of a guarded change', () => {
  it('guard a change of interval or timeout by more than twice, in either direction', () => {
    expect(needsGuard(SHORT, LONG)).toBe(true);
    expect(needsGuard(LONG, SHORT)).toBe(true);
    expect(needsGuard(SHORT, { intervalMs: 50_000, timeoutMs: 150_000 })).toBe(false);
    expect(needsGuard(SHORT, { intervalMs: 25_000, timeoutMs: 151_000 })).toBe(true);
  });

  it('let at least ten try it, and at most half', () => {
    expect([20, 50, 200, 201, 10_000].map((peers) => shareSize(0.05, peers))).toEqual([10, 10, 10, 11, 500]);
    expect([20, 50, 200].map((peers) => shareSize(0.5, peers))).toEqual([10, 25, 100]);
  });

  it('watch each share for two intervals or one timeout or the limit of the path, and for both intervals', () => {
    expect(windowMs(SHORT, LONG, null)).toBe(270_000 + 90_000 + 25_000);
    expect(windowMs(SHORT, LONG, 600_000)).toBe(600_000 + 90_000 + 25_000);
    expect(windowMs(SHORT, { intervalMs: 90_000, timeoutMs: 90_000 }, null)).toBe(180_000 + 90_000 + 25_000);
  });
});

describe('evidence', () => {
  it('grows with harm to the share, shrinks with harm to the rest, and needs three people of a small share', () => {
    const evidence = new Evidence();
    const values = [0, 1, 2, 3].map((harmed) => {
      evidence.add(true, 10 - harmed, 190);
      return evidence.value;
    });
    expect(values[1]).toBeLessThan(1_000);
    expect(values[3]).toBeGreaterThan(1_000);
    const before = evidence.value;
    evidence.add(false, 6, 190);
    expect(evidence.value).toBeLessThan(before);
  });

  it('stays about 1 when harm comes to both sides alike, and is finite whatever comes', () => {
    const evidence = new Evidence();
    for (let count = 0; count < 10_000; count += 1) evidence.add(true, 1, 9_999);
    expect(evidence.value).toBe(1e12);
    new Evidence().add(true, 0, 0);
  });
});

describe('the same silence', () => {
  const closes = (...silences: number[]) => silences.map((silentMs, index) => ({ sessionId: `s${index}`, silentMs }));

  it('is found in three ends of two sessions within a fifth of a second', () => {
    expect(findSameSilence(closes(60_000, 60_050, 60_100), 65_000)).toBe(60_050);
    expect(findSameSilence(closes(30_000, 60_000, 60_050, 80_000, 60_100, 60_020), 65_000)).toBe(60_050);
  });

  it.each([
    ['two ends', closes(60_000, 60_000)],
    ['ends that are far apart', closes(40_000, 60_000, 80_000)],
    ['ends within a second of a proxy of thirty', closes(60_000, 60_300, 60_580)],
    ['ends of one session', closes(60_000, 60_050, 60_100).map((close) => ({ ...close, sessionId: 'one' }))],
  ])('is not found in %s', (_what, found) => {
    expect(findSameSilence(found, 65_000)).toBeNull();
  });
});

describe('a trial', () => {
  it('counts each person once, however often it comes back, and each address once', () => {
    const trial = new Trial(PLAN, crowd(100), 0);
    for (let count = 1; count <= 5; count += 1) {
      trial.left('s3', CUT, count);
      trial.arrived(person(3, 100), count);
    }
    expect(trial.counts.tried).toMatchObject({ people: 1, abnormalCloses: 5 });
    trial.left('s4', CUT, 10);
    trial.arrived({ ...person(4, 100), block: '10.0.0.4' }, 11);
    expect(trial.counts.tried.people).toBe(2);
    const shared = new Trial(
      PLAN,
      crowd(100).map((one, index) => (index < 6 ? { ...one, block: 'home' } : one)),
      0,
    );
    for (const index of [1, 2, 3]) {
      shared.left(`s${index}`, CUT, 1);
      shared.arrived({ ...person(index, 100), block: 'home' }, 2);
    }
    expect(shared.counts.tried.people).toBe(1);
  });

  it('takes no address for a person that most people have: it is the address of a proxy', () => {
    const trial = new Trial(PLAN, crowd(100, '10.0.0.1'), 0);
    for (const index of [1, 2, 3]) {
      trial.left(`s${index}`, CUT, 1);
      trial.arrived(person(index, 100, '10.0.0.1'), 2);
    }
    expect(trial.counts.tried.people).toBe(3);
  });

  it('does not hold against a change that the gateway finds dead peers sooner', () => {
    const trial = new Trial({ from: LONG, to: SHORT, idleLimitMs: null }, crowd(100), 0);
    for (let index = 0; index < 10; index += 1) {
      trial.left(`s${index}`, { isAbnormal: false, isHeartbeatTimeout: true, silentMs: 75_000 }, 1);
      trial.arrived(person(index, 100), 2);
    }
    expect(trial.counts.tried).toMatchObject({ people: 0, heartbeatTimeouts: 10 });
    expect(trial.look(3)).toEqual({ kind: 'watch' });
  });

  it('counts a person who is back before the end of the old connection is heard of', () => {
    const trial = new Trial(PLAN, crowd(100), 0);
    trial.arrived(person(1, 100), 1);
    trial.left('s1', CUT, 2);
    expect(trial.counts.tried).toMatchObject({ peers: 10, abnormalCloses: 1, people: 1 });
    trial.arrived(person(2, 100), 3);
    trial.left('s2', { ...CUT, isAbnormal: false }, 4);
    expect(trial.counts.tried).toMatchObject({ peers: 10, people: 1 });
  });

  it('lets no one out of the share again, and takes new people in below the same line', () => {
    const trial = new Trial(PLAN, crowd(100), 0);
    expect(trial.counts).toMatchObject({ tried: { peers: 10 }, rest: { peers: 90 } });
    trial.arrived({ sessionId: 'new', place: 0.01, block: null }, 1);
    trial.arrived({ sessionId: 'other', place: 0.9, block: null }, 1);
    expect(trial.counts).toMatchObject({ tried: { peers: 11 }, rest: { peers: 91 } });
    expect(trial.look(trial.windowEndsAt)).toEqual({ kind: 'grow' });
    expect(trial.share).toBe(0.2);
    expect(trial.counts.tried.peers).toBe(21);
  });
});

describe('the guard, simulated with its own code', () => {
  const count = (runs: number, seed: number, world: Parameters<typeof simulateGuard>[0]) => {
    const ends = { promote: 0, revert: 0, undecided: 0, mostCut: 0 };
    for (let run = 0; run < runs; run += 1) {
      const { decision, cutPeople } = simulateGuard(world, seeded(seed + run));
      ends[decision] += 1;
      ends.mostCut = Math.max(ends.mostCut, cutPeople);
    }
    return ends;
  };

  it.each([
    ['longer', SHORT, LONG, 50],
    ['longer', SHORT, LONG, 200],
    ['shorter', LONG, SHORT, 50],
    ['shorter', LONG, SHORT, 200],
  ])('promotes a harmless change to a %s interval (%j → %j) with %i people', (_what, from, to, people) => {
    expect(count(200, 1_000, { people, from, to }).promote).toBeGreaterThanOrEqual(198);
  });

  it.each([50, 200])('takes a change back that cuts a fifth of %i people, after few of them', (people) => {
    const cut = { afterMs: 60_000, share: 0.2 };
    const ends = count(200, 5_000, { people, from: SHORT, to: LONG, cut });
    expect(ends.revert).toBeGreaterThanOrEqual(190);
    expect(ends.mostCut).toBeLessThanOrEqual(10);
  });
});
