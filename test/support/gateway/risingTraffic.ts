import {
  createSlowRiseRule,
  HISTORY_ROWS,
  ROWS_A_DAY,
  type Counted,
} from '../../../src/gateway/alerts/slowRiseRule.js';
import { clusteredEvents, healthyTraffic, seededRandom } from './traffic.js';

const BUCKETS_A_ROW = 30;
export const ROWS_AN_HOUR = 12;

/** Traffic in rows of five minutes. From row `from` on the rate doubles every six hours. */
export function* rows(connections: number, seed: number, from = Infinity): Generator<Counted> {
  const traffic = healthyTraffic({ connections, seed });
  const random = seededRandom(seed + 1);
  for (let row = 0; ; row += 1) {
    const sum = { events: 0, connections: 0 };
    for (let bucket = 0; bucket < BUCKETS_A_ROW; bucket += 1) {
      const { events, connections: present } = traffic.next().value!;
      sum.events += events;
      sum.connections += present;
    }
    const more = row < from ? 0 : 2 ** ((row - from) / (6 * ROWS_AN_HOUR)) - 1;
    const usual = ((sum.connections / BUCKETS_A_ROW) * 0.4) / ROWS_AN_HOUR;
    yield { ...sum, events: sum.events + clusteredEvents(random, usual * more) };
  }
}

/** The rows at which the rule begins to be active. */
export function raisedAt(source: Generator<Counted>, days: number): number[] {
  const rule = createSlowRiseRule();
  const history: (Counted | null)[] = [];
  const raised: number[] = [];
  let wasActive = false;
  for (let row = 0; row < days * ROWS_A_DAY; row += 1) {
    history.push(source.next().value);
    if (history.length > HISTORY_ROWS) history.shift();
    const { isActive } = rule.judge(history);
    if (isActive && !wasActive) raised.push(row);
    wasActive = isActive;
  }
  return raised;
}
