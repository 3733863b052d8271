import type { Item } from './conversation.js';

/** What one pane knows and the other cannot: only the kit's catch-up tells what never came through the plain socket. */
export interface NeverArrived {
  /** What others said and the plain pane has not got. */
  readonly missed: readonly Item[];
  /** Ours that the plain socket took and that did not reach the server through it. */
  readonly unheardIds: readonly string[];
}

export const NOTHING_LOST: NeverArrived = { missed: [], unheardIds: [] };

/** Compares the panes. Messages that are younger than `graceMs` may still be on their way. */
export function compare(kit: readonly Item[], plain: readonly Item[], now: number, graceMs: number): NeverArrived {
  const byId = new Map(plain.map((item) => [item.id, item]));
  const settled = kit.filter(({ at, fate }) => now - at >= graceMs && (fate === null || fate === 'arrived'));
  const missed = settled.filter(({ id, fate }) => fate === null && !byId.has(id));
  const unheardIds = settled
    .filter(({ id, fate, via }) => fate && !via.includes('plain') && byId.get(id)?.fate === 'handed')
    .map(({ id }) => id);
  return { missed, unheardIds };
}
