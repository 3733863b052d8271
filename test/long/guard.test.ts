import { describe, expect, it } from 'vitest';
import { seeded } from '../support/gateway/mutations.js';
import { simulateGuard } from '../support/gateway/guardSimulation.js';

const SHORT = { intervalMs: 25_000, timeoutMs: 75_000 };
const LONG = { intervalMs: 90_000, timeoutMs: 270_000 };

/** How many of the runs end so. */
function share(ending: string, runs: number, seed: number, world: Parameters<typeof simulateGuard>[0]): number {
  let count = 0;
  for (let run = 0; run < runs; run += 1) {
    if (simulateGuard(world, seeded(seed + run)).decision === ending) count += 1;
  }
  return count / runs;
}

/** 10 000 people take a second a run, and their verdicts are those of 2 000: a tenth of the runs is enough to see it. */
const CROWDS = [
  [50, 1_000],
  [200, 1_000],
  [2_000, 1_000],
  [10_000, 100],
] as const;

describe.each(CROWDS)('the guard, simulated with its own code and %i people', (people, runs) => {
  it('promotes harmless changes in 99 of 100 runs', () => {
    expect(share('promote', runs, 10_000, { people, from: SHORT, to: LONG })).toBeGreaterThanOrEqual(0.99);
    expect(share('promote', runs, 20_000, { people, from: LONG, to: SHORT })).toBeGreaterThanOrEqual(0.99);
  }, 240_000);

  it('takes back a change that a fifth of the people cannot have, in 95 of 100 runs', () => {
    const cut = { afterMs: 60_000, share: 0.2 };
    const world = { people, from: SHORT, to: LONG, cut };
    expect(share('revert', Math.min(runs, 400), 30_000, world)).toBeGreaterThanOrEqual(0.95);
  }, 240_000);
});
