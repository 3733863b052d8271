import { nextTurn, type GatewayClock } from '../clock.js';

/** Peers that are looked at between two readings of the sockets: about a millisecond of work. */
export const PEERS_PER_TURN = 100;

/** Sorts a long list without holding the sockets up: short runs, one a turn, which are then merged. Stable. */
export async function sortInTurns<T>(
  list: readonly T[],
  compare: (a: T, b: T) => number,
  clock: GatewayClock,
): Promise<T[]> {
  let runs: T[][] = [];
  for (let from = 0; from < list.length; from += PEERS_PER_TURN) {
    runs.push(list.slice(from, from + PEERS_PER_TURN).toSorted(compare));
    // oxlint-disable-next-line no-await-in-loop -- one run a turn
    await nextTurn(clock);
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let index = 0; index < runs.length; index += 2) {
      merged.push(merge(runs[index] ?? [], runs[index + 1] ?? [], compare));
      // oxlint-disable-next-line no-await-in-loop -- one pair a turn
      await nextTurn(clock);
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function merge<T>(left: readonly T[], right: readonly T[], compare: (a: T, b: T) => number): T[] {
  const merged: T[] = [];
  let at = 0;
  for (const item of left) {
    for (let next = right[at]; next !== undefined && compare(next, item) < 0; next = right[at]) {
      merged.push(next);
      at += 1;
    }
    merged.push(item);
  }
  for (const item of right.slice(at)) merged.push(item);
  return merged;
}
