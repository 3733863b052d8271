import type { PeerList, PeerSort } from '../../admin/schemas/peers.js';
import { nextTurn, type GatewayClock } from '../clock.js';
import { WEIGHTS } from './orders.js';
import { networkOf } from './networks.js';
import type { PeerDirectory } from './peerDirectory.js';
import type { Period, PeerNotes } from './peerNotes.js';
import { createStandOuts } from './standOuts.js';
import type { FoundPeers, StoredPages } from './storedPages.js';
import { PEERS_PER_TURN, sortInTurns } from './turns.js';

/** Which peers are asked for, and in which order. */
export interface PeersQuestion {
  /** In lower case; empty: all. */
  readonly text: string;
  readonly sort: PeerSort | null;
  readonly period: Period | null;
  readonly limit: number;
  readonly cursor: string | null;
  /** The question without its page, as it was asked: `to` may have been left open. */
  readonly name: string;
}

/** What a list is made from. */
export interface ListWorld {
  readonly clock: GatewayClock;
  readonly directory: PeerDirectory;
  readonly pages: StoredPages;
}

interface Row {
  readonly id: string;
  readonly weight: number;
}

/**
 * Lists peers as the JSON of a `PeerList`; null for a cursor that is unknown, or too old. It works in turns, because sorting
 * and writing ten thousand peers at once holds up their heartbeats for 50 ms. Further pages are of the peers that the first
 * page found, in their order of then, so that none comes twice and none is left out while they change.
 */
export async function listPeers(asked: PeersQuestion, world: ListWorld): Promise<string | null> {
  const { pages } = world;
  const start =
    asked.cursor === null ? { found: await search(asked, world), offset: 0 } : pages.find(asked.cursor, asked.name);
  if (start === null) return null;
  const { found, offset } = start;
  const end = Math.min(offset + asked.limit, found.ids.length);
  const nextCursor = end < found.ids.length ? pages.keep(found, end, asked.name, asked.cursor) : null;
  const peers = await write(found.ids.slice(offset, end), asked.period, world);
  const { open, lost } = world.directory.counts();
  const rest = {
    total: open + (withLost(asked) ? lost : 0),
    matching: found.ids.length,
    nextCursor,
    ...(found.standsOut && { standsOut: found.standsOut }),
  } satisfies Omit<PeerList, 'peers'>;
  return `${JSON.stringify(rest).slice(0, -1)},"peers":[${peers}]}`;
}

/**
 * Operators look for a lost connection where something went wrong. It does not belong in a list of open connections.
 */
const withLost = ({ sort, period }: PeersQuestion): boolean => sort === 'worst' || period !== null;

async function search(asked: PeersQuestion, { clock, directory }: ListWorld): Promise<FoundPeers> {
  const { text, sort, period } = asked;
  const weightOf = sort && WEIGHTS[sort];
  // Among all peers none stands out.
  const isFiltered = text !== '' || period !== null;
  const standOuts = createStandOuts();
  const rows: Row[] = [];
  let looked = 0;
  for (const peers of [directory.open(), ...(withLost(asked) ? [directory.lost()] : [])]) {
    for (const [id, notes] of peers) {
      const isMatching = matches(notes, id, asked);
      if (isFiltered) standOuts.count(notes, isMatching);
      if (isMatching) rows.push({ id, weight: weightOf?.(notes, period) ?? 0 });
      looked += 1;
      // oxlint-disable-next-line no-await-in-loop -- so many a turn
      if (looked % PEERS_PER_TURN === 0) await nextTurn(clock);
    }
  }
  const sorted = weightOf ? await sortInTurns(rows, (a, b) => b.weight - a.weight, clock) : rows;
  return { ids: sorted.map(({ id }) => id), standsOut: isFiltered ? standOuts.view() : null };
}

function matches(notes: PeerNotes, id: string, { text, period }: PeersQuestion): boolean {
  if (period && !notes.isTouchedIn(period)) return false;
  if (text === '') return true;
  const { sessionId, remote, client } = notes;
  return [id, sessionId ?? '', remote, networkOf(remote), client].some((field) => field.toLowerCase().includes(text));
}

/** A peer that has gone in the meantime is left out. */
async function write(ids: readonly string[], period: Period | null, { clock, directory }: ListWorld): Promise<string> {
  const written: string[] = [];
  for (const [index, id] of ids.entries()) {
    const view = directory.get(id)?.view(clock.wallNow(), period);
    if (view) written.push(JSON.stringify(view));
    // oxlint-disable-next-line no-await-in-loop -- so many a turn
    if ((index + 1) % PEERS_PER_TURN === 0) await nextTurn(clock);
  }
  return written.join(',');
}
