/**
 * Finds a slow rise: events per connection that doubled within hours, too slowly for a spike. The last hour is compared
 * with the same hours of the seven days before, which know the morning and the weekend.
 */

/** Five minutes of a week: how many events, and how many connections there were. A gap is null. */
export interface Counted {
  readonly events: number;
  readonly connections: number;
}

/** The history it needs, newest last: eight days of five minutes. */
export const ROWS_A_DAY = 288;
export const HISTORY_ROWS = 8 * ROWS_A_DAY;

const ROWS_AN_HOUR = 12;
const DAYS = 7;
/** The hour of a day before may lie an hour earlier or later: people do not keep to the minute. */
const SHIFT_ROWS = 12;
/** How many times the events of the worst earlier hour the last hour must have. */
const RATIO = 1.7;
const CLEAR_RATIO = 1.3;
/** The events of an hour vary more than chance: the variance is three times the mean. */
const VARIANCE = 3;
const Z = 5;
/** With fewer expected events an hour than this, nothing can be said. */
const LEAST_EVENTS = 20;
const HELD_ROWS = 6;

/** What the rule says after five minutes. */
export interface SlowRiseState {
  readonly isActive: boolean;
  /** There is a week of history, and enough happens in an hour. */
  readonly canJudge: boolean;
  readonly seen: number;
  /** What the worst of the same hours would give with the connections of now. */
  readonly expected: number;
}

/** One rule over one kind of event. */
export interface SlowRiseRule {
  /** Five minutes have ended; `history` ends with them. */
  readonly judge: (history: readonly (Counted | null)[]) => SlowRiseState;
}

/** Makes a rule. It keeps no history: the history is passed in, because it outlives the process. */
export function createSlowRiseRule(): SlowRiseRule {
  let heldRows = 0;
  let isActive = false;
  return {
    judge(history) {
      const now = hourEnding(history, history.length);
      const worst = worstRate(history);
      const canCompare = now !== null && worst !== null;
      const expected = canCompare ? worst * now.connections : 0;
      const canJudge = canCompare && expected >= LEAST_EVENTS;
      const seen = now?.events ?? 0;
      const z = (2 * (Math.sqrt(seen + 0.375) - Math.sqrt(expected + 0.375))) / Math.sqrt(VARIANCE);
      const isOver = isActive ? seen < CLEAR_RATIO * expected : seen < RATIO * expected || z < Z || seen < LEAST_EVENTS;
      // It takes half an hour of the same to begin and to end. What cannot be judged changes nothing.
      heldRows = canJudge && isOver === isActive ? heldRows + 1 : 0;
      if (heldRows >= HELD_ROWS) {
        isActive = !isActive;
        heldRows = 0;
      }
      return { isActive, canJudge, seen, expected };
    },
  };
}

/** The sums of the hour that ends before row `end`; null when more than half of it is missing. */
function hourEnding(history: readonly (Counted | null)[], end: number): Counted | null {
  let events = 0;
  let connections = 0;
  let rows = 0;
  for (let row = Math.max(0, end - ROWS_AN_HOUR); row < end; row += 1) {
    const counted = history[row];
    if (!counted) continue;
    events += counted.events;
    connections += counted.connections;
    rows += 1;
  }
  return rows * 2 < ROWS_AN_HOUR || connections === 0 ? null : { events, connections };
}

/** The largest rate of the same hour of the seven days before, give or take an hour; null until all of them are known. */
function worstRate(history: readonly (Counted | null)[]): number | null {
  let worst = 0;
  for (let day = 1; day <= DAYS; day += 1) {
    const end = history.length - day * ROWS_A_DAY;
    let known = false;
    for (let shift = -SHIFT_ROWS; shift <= SHIFT_ROWS; shift += 1) {
      const hour = hourEnding(history, end + shift);
      if (hour) worst = Math.max(worst, hour.events / hour.connections);
      known ||= hour !== null;
    }
    if (!known) return null;
  }
  return worst;
}
