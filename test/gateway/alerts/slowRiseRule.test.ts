import { describe, expect, it } from 'vitest';
import { ROWS_A_DAY } from '../../../src/gateway/alerts/slowRiseRule.js';
import { raisedAt, rows, ROWS_AN_HOUR } from '../../support/gateway/risingTraffic.js';

describe('a slow rise', () => {
  it('that doubles every six hours is raised before it reaches four times, at 2 000 connections', () => {
    const runs = 40;
    let found = 0;
    for (let seed = 1; seed <= runs; seed += 1) {
      const from = 8 * ROWS_A_DAY + (seed % 24) * ROWS_AN_HOUR;
      const raised = raisedAt(rows(2_000, seed, from), 9.6).filter((row) => row >= from);
      if (raised[0] !== undefined && raised[0] <= from + 12 * ROWS_AN_HOUR) found += 1;
    }
    expect(found / runs).toBeGreaterThanOrEqual(0.9);
  });
  it('is not seen in the first week, when nothing is known, nor in a healthy month', () => {
    expect(raisedAt(rows(2_000, 3, 3 * ROWS_A_DAY), 6.9)).toEqual([]);
    expect(raisedAt(rows(2_000, 4), 30)).toEqual([]);
  });
});
