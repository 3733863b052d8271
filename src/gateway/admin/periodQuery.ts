import { integerOf, type BadQuery } from './query.js';
import type { Period } from '../statistics/period.js';

/** Two days: what the statistics remember. */
const LONGEST_MS = 172_800_000;
const SHORTEST_MS = 10_000;

/**
 * Reads which period a query asks for: `windowMs=` for the last so many milliseconds, or `from=` and `to=` in epoch
 * milliseconds. Null when it asks for none.
 */
export function parsePeriod(
  query: Readonly<Record<'windowMs' | 'from' | 'to', string | null>>,
  now: number,
): Period | BadQuery | null {
  const [windowMs, from, to] = [query.windowMs, query.from, query.to].map(integerOf);
  if (windowMs === undefined || from === undefined || to === undefined) {
    return { message: 'windowMs, from and to must be integers, in milliseconds' };
  }
  if (windowMs !== null) {
    if (from !== null || to !== null) return { message: 'give either windowMs, or from and to' };
    if (windowMs < SHORTEST_MS || windowMs > LONGEST_MS) {
      return { message: `windowMs must be from ${SHORTEST_MS} to ${LONGEST_MS}, two days` };
    }
    return { from: now - windowMs, to: now };
  }
  if (from === null && to === null) return null;
  const end = to ?? now;
  const begin = from ?? end - 3_600_000;
  return begin < end ? { from: begin, to: end } : { message: 'from must be before to' };
}
