import type { Row } from '../statistics/rows/row.js';
import { createSlowRiseRule, HISTORY_ROWS, type Counted, type SlowRiseState } from './slowRiseRule.js';
import type { Finding, Watch } from './watch.js';

/** Five minutes of the buckets of 10 s. */
const BUCKETS_A_ROW = 30;
/** After a start, and after time that was lost, all clients come back: ten minutes of that say nothing about what is usual. */
const RETURN_BUCKETS = 60;
const UNKNOWN: SlowRiseState = { isActive: false, canJudge: false, seen: 0, expected: 0 };

/**
 * Watches one kind of event for a slow rise. The history is filled here, and may come from an earlier process; `onRow` is
 * called when five minutes were added to it.
 */
export function watchRise(count: (row: Row) => number, history: (Counted | null)[], onRow = () => {}): Watch {
  const rule = createSlowRiseRule();
  let buckets = 0;
  let known = 0;
  let returning = RETURN_BUCKETS;
  let sum = { events: 0, connections: 0 };
  let state = UNKNOWN;
  return {
    add(row): Finding {
      buckets += 1;
      if (!row) returning = RETURN_BUCKETS;
      else if (returning > 0) returning -= 1;
      else {
        known += 1;
        sum = { events: sum.events + count(row), connections: sum.connections + row.connections.last };
      }
      if (buckets === BUCKETS_A_ROW) {
        history.push(known * 2 < BUCKETS_A_ROW ? null : sum);
        if (history.length > HISTORY_ROWS) history.shift();
        state = rule.judge(history);
        buckets = known = 0;
        sum = { events: 0, connections: 0 };
        onRow();
      }
      const { isActive, canJudge, seen, expected } = state;
      return {
        isActive,
        canJudge,
        value: canJudge ? seen : null,
        usual: canJudge ? Math.round(expected) : null,
        canSee: canJudge
          ? `What doubles in six hours is found before it reaches four times (${Math.round(expected)} an hour were the most).`
          : 'It needs a week of the same hours, and 20 events or more in the worst of them.',
      };
    },
  };
}
