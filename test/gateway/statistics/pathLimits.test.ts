import { describe, expect, it } from 'vitest';
import { learnPathLimits } from '../../../src/gateway/statistics/pathLimits.js';
import { walkPaths, type PathWorld } from '../../support/gateway/paths.js';

const WORLD = { clients: 200, minutes: 40, intervalMs: 90_000 } as const;
const SEEDS = [1, 2, 3, 4, 5];
const walk = (world: Omit<PathWorld, 'seed' | keyof typeof WORLD> & Partial<PathWorld>) =>
  SEEDS.map((seed) => walkPaths({ ...WORLD, ...world, seed }));

describe('a path that cuts what is silent', () => {
  it.each([{ share: 1 }, { share: 0.2 }, { share: 0.05 }])(
    'is found within 5 % with the share $share of the clients behind it',
    ({ share }) => {
      for (const { limits } of walk({ cut: { idleMs: 60_000, share } })) {
        const idle = limits.find(({ kind }) => kind === 'idle');
        expect(Math.abs((idle?.afterMs ?? 0) / 60_000 - 1)).toBeLessThan(0.05);
      }
    },
  );
});

it('a limit is found although a large outage came before it', () => {
  const learner = learnPathLimits(0);
  for (let end = 0; end < 2_000; end += 1) {
    const silentMs = 1_000 + (end % 20) * 1_000;
    learner.ended({ at: 600_000, silentMs, ageMs: 400_000 + end * 50, session: `o${end}`, address: `o${end}` });
  }
  for (let end = 0; end < 60; end += 1) {
    const at = 700_000 + end * 20_000;
    learner.ended({ at, silentMs: 60_000 + end, ageMs: 100_000 + end * 7_000, session: `s${end}`, address: `s${end}` });
    for (let traffic = 0; traffic < 20; traffic += 1) learner.survivedSilence(traffic * 4_000);
  }
  expect(learner.find(1_900_000, []).map(({ kind }) => kind)).toContain('idle');
});

it.each([0, 1])(
  'a path that cuts every silence has an idle limit and no age limit, also with %i late cuts',
  (blurred) => {
    const learner = learnPathLimits(0);
    // Each speaks for a while, as people do who type at first; then the path cuts what is silent for 20 s.
    for (let end = 0; end < 40; end += 1) {
      const at = 120_000 + end * 8_000;
      const silentMs = end < blurred ? 23_000 : 20_000 + end;
      const spokeMs = end % 2 ? 6_000 + end * 20 : 1_000 + end * 120;
      learner.ended({ at, silentMs, ageMs: silentMs + spokeMs, session: `s${end}`, address: `s${end}` });
      for (let traffic = 1; traffic < 5; traffic += 1) learner.survivedSilence(traffic * 1_000);
    }
    expect(learner.find(440_000, []).map(({ kind, afterMs }) => [kind, Math.round(afterMs / 1_000)])).toEqual([
      ['idle', 20],
    ]);
  },
);

describe('a path that limits the age', () => {
  it.each([{ share: 1 }, { share: 0.2 }, { share: 0.05 }])(
    'is found within 5 % with the share $share of the clients behind it',
    ({ share }) => {
      for (const { limits } of walk({ intervalMs: 25_000, minutes: 60, cut: { ageMs: 300_000, share } })) {
        expect(limits.map(({ kind }) => kind)).toEqual(['age']);
        expect(Math.abs(limits[0]!.afterMs / 300_000 - 1)).toBeLessThan(0.05);
      }
    },
  );
  it('is called age, also where exact beats make it a silence', () => {
    for (const { limits } of walk({
      intervalMs: 40_000,
      exactBeats: true,
      trafficMs: 1e9,
      minutes: 60,
      cut: { ageMs: 300_000, share: 1 },
    })) {
      expect(limits.map(({ kind }) => kind)).toEqual(['age']);
    }
  });
});

describe('no limit is claimed', () => {
  it('over ends at random', () => {
    for (const { ever } of walk({ lifeMs: 300_000, minutes: 240 })) expect(ever).toEqual([]);
  });
  it('over a deploy that cuts everyone', () => {
    for (const { ever } of walk({ deployAt: 20 * 60_000 })) expect(ever).toEqual([]);
  });
  it('where the heartbeats are shorter than the limit', () => {
    for (const { ever } of walk({ intervalMs: 25_000, cut: { idleMs: 60_000, share: 1 } })) expect(ever).toEqual([]);
  });
});
