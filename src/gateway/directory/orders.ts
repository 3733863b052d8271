import type { PeerSort } from '../../admin/schemas/peers.js';
import type { Period, PeerNotes } from './peerNotes.js';

/** More misses in a row, and more in all, than a peer can have before it is given up on, or in a year. */
const MAX_IN_ROW = 9_999;
const MAX_MISSED = 99_999_999;

/** By how much a peer comes first: the largest number does. */
type Weight = (notes: PeerNotes, period: Period | null) => number;

/** Lost, then missing in a row, then missed. */
function worst(notes: PeerNotes, period: Period | null): number {
  const inRow = Math.min(notes.peer?.missedInRow ?? 0, MAX_IN_ROW);
  const missed = Math.min(notes.missedIn(period), MAX_MISSED);
  return Number(notes.peer === null) * 1e13 + inRow * 1e8 + missed;
}

/** The orders of a list. Peers of one weight stay in the order of their arrival. */
export const WEIGHTS: Readonly<Record<PeerSort, Weight>> = {
  worst,
  missed: (notes, period) => notes.missedIn(period),
  latency: ({ peer }) => peer?.latencyMs ?? -1,
  opened: ({ peer, closedAt }) => peer?.openedAt ?? Number(closedAt),
  seen: ({ peer, closedAt }) => -(peer?.lastSeenAt ?? Number(closedAt)),
};
