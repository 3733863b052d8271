import { describe, expect, it } from 'vitest';
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
