import { expect, it } from 'vitest';
import type { AlertWords, Episodes } from '../../../src/gateway/alerts/episodes.js';
import { RULES } from '../../../src/gateway/alerts/rules.js';
import { burnRule, tellPathLimits } from '../../../src/gateway/alerts/statisticsAlerts.js';
import type { PathLimit } from '../../../src/gateway/statistics/pathLimits.js';
import { measureSlo } from '../../../src/gateway/statistics/slo.js';

const limit = (kind: PathLimit['kind'], afterMs: number): PathLimit => ({
  kind,
  afterMs,
  closes: 9,
  ofThoseAtRisk: 0.14,
  chance: 1e-9,
  seenAt: 0,
});

it('tells of the limits of the path in sentences, as of everything else', () => {
  const told: (AlertWords | null)[] = [];
  const episodes = { tell: (_: string, words: AlertWords | null) => told.push(words) } as unknown as Episodes;
  tellPathLimits(episodes, [limit('idle', 60_002), limit('age', 3_600_000)]);
  expect(told.map((words) => words?.message)).toEqual([
    'Connections end after 60 s of silence (14 % of those that came so far): set the interval to at most 54 s',
    'Connections end at an age of 3600 s (14 % of those that came so far)',
  ]);
});

it('the rule of the error budget names the pairs of windows in force', () => {
  expect(burnRule(measureSlo())).toBe(RULES.slo_burn.raises);
  const pairs = [{ factor: 2, longMs: 90_000, shortMs: 1_500 }];
  expect(burnRule({ pairs })).toBe(
    'the share of time with a shown outage is 2 times what the target allows over 90 s and 1.5 s',
  );
});
