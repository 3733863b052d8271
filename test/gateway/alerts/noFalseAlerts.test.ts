import { describe, expect, it } from 'vitest';
import { createEpisodes } from '../../../src/gateway/alerts/episodes.js';
import { openRiseHistory } from '../../../src/gateway/alerts/riseHistory.js';
import { watchBuckets } from '../../../src/gateway/alerts/statisticsAlerts.js';
import { columnOf, createCounts, sumRows, type Row } from '../../../src/gateway/statistics/rows/row.js';
import type { OpenState } from '../../../src/gateway/state/stateStore.js';
import { clusteredEvents, seededRandom } from '../../support/gateway/traffic.js';

const BUCKETS_AN_HOUR = 360;
const CONNECTIONS = 2_000;
/** In two minutes 27 misses and 27 reconnects are usual. */
const RATE = 0.4 / BUCKETS_AN_HOUR;

/** Every rule over the statistics, and how many alerts they raised. */
function startRules(kept?: unknown, now = Date.UTC(2026, 0, 1)) {
  const raised: string[] = [];
  let wall = now;
  let saved: unknown = kept;
  const state = {
    read: () => saved,
    save: async (_section: string, value: unknown) => void (saved = value),
  } as unknown as OpenState;
  const episodes = createEpisodes({
    subscribe: () => () => {},
    record: (kind, details) => {
      if (kind === 'alert.raised') raised.push((details as { rule: string }).rule);
    },
  });
  const history = openRiseHistory(state, now);
  const { add } = watchBuckets(episodes, history, () => wall);
  const random = seededRandom(11);
  let index = 0;
  const rowOf = (connections: number, extra: Record<string, number> = {}): Row => {
    const counts = createCounts();
    const count = (name: string, times: number): void => void (counts[columnOf(name)]! += times);
    count('newlySilent', clusteredEvents(random, connections * RATE));
    count('reconnects.closed', clusteredEvents(random, connections * RATE));
    for (const [name, times] of Object.entries(extra)) count(name, times);
    return { ...sumRows([]), index, counts, connections: { min: connections, max: connections, last: connections } };
  };
  const pass = (buckets: number, row: (bucket: number) => Row | null): void => {
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      index += 1;
      wall += 10_000;
      add(row(bucket));
    }
  };
  return {
    raised,
    kept: () => saved,
    wall: () => wall,
    setWall: (ms: number) => (wall += ms),
    live: (buckets: number, connections = CONNECTIONS) => pass(buckets, () => rowOf(connections)),
    sleep: (buckets: number) => pass(buckets, () => null),
    /** All clients come back within a minute, from an end that no one planned. */
    comeBack: () =>
      pass(6, () =>
        rowOf(CONNECTIONS, { opened: CONNECTIONS / 6, 'reconnects.closed': CONNECTIONS / 6, newlySilent: 60 }),
      ),
    keep: () => history.save(wall),
  };
}

describe('no alert is raised', () => {
  it('for a process that slept, and the return of all its clients', () => {
    const { live, sleep, comeBack, raised } = startRules();
    live(3 * BUCKETS_AN_HOUR);
    sleep(BUCKETS_AN_HOUR);
    comeBack();
    live(3 * BUCKETS_AN_HOUR);
    sleep(2);
    comeBack();
    live(BUCKETS_AN_HOUR);
    expect(raised).toEqual([]);
  });

  it('for a restart, and the return of all its clients; nor for what an earlier process had counted', async () => {
    const first = startRules();
    first.live(8 * 24 * BUCKETS_AN_HOUR);
    await first.keep();
    expect(first.raised).toEqual([]);
    const next = startRules(first.kept(), first.wall() + 600_000);
    next.comeBack();
    next.live(4 * BUCKETS_AN_HOUR);
    next.sleep(3);
    next.comeBack();
    next.live(4 * BUCKETS_AN_HOUR);
    expect(next.raised).toEqual([]);
  });

  it('for an empty hour, and the people who come after it', () => {
    const { live, raised } = startRules();
    live(3 * BUCKETS_AN_HOUR);
    for (let left = CONNECTIONS; left > 0; left -= 200) live(18, left);
    live(BUCKETS_AN_HOUR, 0);
    for (let come = 0; come < CONNECTIONS; come += 200) live(18, come);
    live(3 * BUCKETS_AN_HOUR);
    expect(raised).toEqual([]);
  });

  it.each([
    { jump: 'a year ahead', ms: 365 * 86_400_000 },
    { jump: 'a day back', ms: -86_400_000 },
    { jump: 'an hour back', ms: -3_600_000 },
  ])('for a wall clock that jumps $jump, nor after the next start', async ({ ms }) => {
    const first = startRules();
    first.live(3 * BUCKETS_AN_HOUR);
    first.setWall(ms);
    first.live(3 * BUCKETS_AN_HOUR);
    await first.keep();
    const next = startRules(first.kept(), first.wall() - ms);
    next.live(3 * BUCKETS_AN_HOUR);
    expect([...first.raised, ...next.raised]).toEqual([]);
  });
});

it('the same rules raise what is there', () => {
  const { live, comeBack, raised } = startRules();
  live(3 * BUCKETS_AN_HOUR);
  for (let minute = 0; minute < 4; minute += 1) comeBack();
  expect(raised).toContain('reconnect_spike');
  expect(raised).toContain('silent_spike');
});
