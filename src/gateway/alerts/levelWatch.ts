import { total } from '../statistics/histogram.js';
import { quantileOf } from '../statistics/chart.js';
import { counted, sumRows, type Row } from '../statistics/row.js';
import { refusals } from './watchedCounts.js';
import type { Finding, Watch } from './watch.js';

/** The newest rows of a sliding window, the oldest first. */
function slidingRows(length: number): (row: Row) => readonly Row[] {
  const rows: Row[] = [];
  return (row) => {
    rows.push(row);
    if (rows.length > length) rows.shift();
    return rows;
  };
}

const REFUSAL_BUCKETS = 12;
const LEAST_REFUSALS = 20;
const REFUSED_SHARE = 0.2;
const CLEAR_SHARE = 0.1;

/** Watches the share of upgrades that are refused, over two minutes. */
export function watchRefusals(): Watch {
  const recent = slidingRows(REFUSAL_BUCKETS);
  let isActive = false;
  let finding: Finding = {
    isActive,
    canJudge: true,
    value: 0,
    usual: null,
    canSee: 'A fifth of all upgrades, from 20 on.',
  };
  return {
    add(row) {
      if (!row) return finding;
      const sum = sumRows(recent(row));
      const refused = refusals(sum);
      const share = refused / Math.max(1, refused + counted(sum, 'opened'));
      isActive = isActive ? share >= CLEAR_SHARE : refused >= LEAST_REFUSALS && share > REFUSED_SHARE;
      return (finding = { ...finding, isActive, value: refused });
    },
  };
}

const RTT_BUCKETS = 30;
const HOUR_BUCKETS = 360;
const LEAST_RTTS = 100;
const RATIO = 3;
const CLEAR_RATIO = 2;
/** What is faster than this does not hurt, however much slower than usual it is. */
const SLOW_MS = 500;

/** Watches the p99 of the round trip over five minutes against that of the hour before. */
export function watchRtt(): Watch {
  const keep = slidingRows(HOUR_BUCKETS + RTT_BUCKETS);
  let finding: Finding = {
    isActive: false,
    canJudge: false,
    value: null,
    usual: null,
    canSee: 'It needs 100 round trips in five minutes, and as many in the hour before.',
  };
  let buckets = 0;
  return {
    add(row) {
      if (!row) return finding;
      const rows = keep(row);
      buckets += 1;
      // An hour of histograms is summed: once a minute is enough.
      if (buckets % 6 !== 0) return finding;
      const now = sumRows(rows.slice(-RTT_BUCKETS));
      const before = sumRows(rows.slice(0, -RTT_BUCKETS));
      const enough = [now, before].every(
        ({ histograms }) => total(histograms.get('rtt') ?? new Uint32Array()) >= LEAST_RTTS,
      );
      const value = quantileOf(now, 'rtt', 0.99);
      const usual = quantileOf(before, 'rtt', 0.99);
      if (!enough || value === null || usual === null)
        return (finding = { ...finding, isActive: false, canJudge: false });
      const isActive = value >= SLOW_MS && value >= (finding.isActive ? CLEAR_RATIO : RATIO) * usual;
      const canSee = `The p99 of the hour before was ${Math.round(usual)} ms.`;
      return (finding = { isActive, canJudge: true, value: Math.round(value), usual: Math.round(usual), canSee });
    },
  };
}
