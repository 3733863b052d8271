import { createHistogram, merge, quantileMs, RTT_SCALE, total, type Histogram } from '../statistics/rows/histogram.js';
import { counted, sumRows, type Row } from '../statistics/rows/row.js';
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

const BUCKETS_A_MINUTE = 6;
const NOW_MINUTES = 5;
const BEFORE_MINUTES = 60;
const LEAST_RTTS = 100;
const RATIO = 3;
const CLEAR_RATIO = 2;
/** A round trip faster than this does no harm, however much slower than usual it is. */
const SLOW_MS = 500;

/** Watches the p99 of the round trip over five minutes against that of the hour before. */
export function watchRtt(): Watch {
  // One histogram a minute: those of all buckets would take a megabyte.
  const minutes: Histogram[] = [];
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
      if (buckets % BUCKETS_A_MINUTE === 0) minutes.push(createHistogram());
      buckets += 1;
      const inBucket = row.histograms.get('rtt');
      if (inBucket) merge(minutes.at(-1)!, inBucket);
      if (buckets % BUCKETS_A_MINUTE !== 0) return finding;
      if (minutes.length > BEFORE_MINUTES + NOW_MINUTES) minutes.shift();
      const now = sumOf(minutes.slice(-NOW_MINUTES));
      const before = sumOf(minutes.slice(0, -NOW_MINUTES));
      const value = quantileMs(now, RTT_SCALE, 0.99);
      const usual = quantileMs(before, RTT_SCALE, 0.99);
      const enough = [now, before].every((histogram) => total(histogram) >= LEAST_RTTS);
      if (!enough || value === null || usual === null)
        return (finding = { ...finding, isActive: false, canJudge: false });
      const isActive = value >= SLOW_MS && value >= (finding.isActive ? CLEAR_RATIO : RATIO) * usual;
      const canSee = `The p99 of the hour before was ${Math.round(usual)} ms.`;
      return (finding = { isActive, canJudge: true, value: Math.round(value), usual: Math.round(usual), canSee });
    },
  };
}

function sumOf(histograms: readonly Histogram[]): Histogram {
  const sum = createHistogram();
  for (const histogram of histograms) merge(sum, histogram);
  return sum;
}
