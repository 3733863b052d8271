import { expect, it } from 'vitest';
import { knownLimit, warnOfPath } from '../../../src/gateway/settings/pathLimit.js';

const idle = (afterMs: number) => ({ kind: 'idle', afterMs }) as const;

it('is the shorter one of what is declared and what was learned of silences, not of ages', () => {
  expect(knownLimit(undefined, [])).toBeNull();
  expect(knownLimit(60_000, [])).toEqual({ idleLimitMs: 60_000, known: 'declared' });
  expect(knownLimit(60_000, [idle(30_000.4), idle(90_000)])).toEqual({ idleLimitMs: 30_000, known: 'learned' });
  expect(knownLimit(60_000, [idle(90_000)])).toEqual({ idleLimitMs: 60_000, known: 'declared' });
  expect(knownLimit(60_000, [idle(60_000)])).toEqual({ idleLimitMs: 60_000, known: 'declared' });
  expect(knownLimit(undefined, [idle(90_000), idle(45_000)])).toEqual({ idleLimitMs: 45_000, known: 'learned' });
  expect(knownLimit(undefined, [{ kind: 'age', afterMs: 300_000 }])).toBeNull();
});

it('forbids intervals that are not below it, and says by whose word', () => {
  expect(warnOfPath(59_999, { idleLimitMs: 60_000, known: 'declared' })).toBeNull();
  expect(warnOfPath(60_000, { idleLimitMs: 60_000, known: 'declared' })).toBe(
    'intervalMs (60000) is not below the idle limit of the path: the proxies are said to cut connections that are silent ' +
      'for 60000 ms. Set at most 54000.',
  );
  expect(warnOfPath(70_000, { idleLimitMs: 60_000, known: 'learned' })).toBe(
    'intervalMs (70000) is not below the idle limit of the path: connections have been seen to end after a silence of ' +
      '60000 ms. Set at most 54000.',
  );
});
