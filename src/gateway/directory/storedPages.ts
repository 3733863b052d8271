import type { PeerList } from '../../admin/schemas/peers.js';
import type { GatewayClock } from '../clock.js';

/** How long further pages can be asked for, and how many lists are remembered for it. */
const KEPT_FOR_MS = 120_000;
const MAX_LISTS = 32;

/** What a first page has found. */
export interface FoundPeers {
  /** The ids of the peers, in order. The peers themselves would keep closed sockets in memory. */
  readonly ids: readonly string[];
  /** Null where nothing was filtered. */
  readonly standsOut: NonNullable<PeerList['standsOut']> | null;
}

interface StoredList {
  readonly found: FoundPeers;
  readonly question: string;
  readonly keptAt: number;
}

/** Where a page begins. */
export interface PageStart {
  readonly found: FoundPeers;
  readonly offset: number;
}

/** The lists that further pages are taken from. */
export interface StoredPages {
  /** Where a cursor points; null if it is invalid, too old, or belongs to another question. */
  readonly find: (cursor: string, question: string) => PageStart | null;
  /** Returns the cursor of the next page. */
  readonly keep: (found: FoundPeers, offset: number, question: string, before: string | null) => string;
}

/** Makes an empty store. `nextId` returns ids that cannot be guessed. */
export function createStoredPages(clock: GatewayClock, nextId: () => string): StoredPages {
  const lists = new Map<string, StoredList>();
  const forgetOld = (): void => {
    for (const [id, { keptAt }] of lists) {
      if (lists.size < MAX_LISTS && clock.now() - keptAt <= KEPT_FOR_MS) return;
      lists.delete(id);
    }
  };
  return {
    find(cursor, question) {
      const [, id = '', at = ''] = CURSOR.exec(cursor) ?? [];
      const list = lists.get(id);
      const offset = Number(at);
      if (list?.question !== question || offset >= list.found.ids.length) return null;
      return clock.now() - list.keptAt > KEPT_FOR_MS ? null : { found: list.found, offset };
    },
    keep(found, offset, question, before) {
      const [, id = nextId()] = CURSOR.exec(before ?? '') ?? [];
      // What is asked for again is kept for longer: a map lists its keys in the order of their insertion.
      lists.delete(id);
      forgetOld();
      lists.set(id, { found, question, keptAt: clock.now() });
      return `${id}.${offset}`;
    },
  };
}

const CURSOR = /^([\w-]{22})\.(\d{1,9})$/;
