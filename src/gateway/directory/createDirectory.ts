import type { PeerDetail } from '../../admin/schemas/peers.js';
import type { OpenPeer } from '../peers/peer.js';
import { listPeers, type PeersQuestion } from './listPeers.js';
import { createPeerDirectory, type DirectoryWorld } from './peerDirectory.js';
import { createStoredPages } from './storedPages.js';

/** The connections as operators look at them. */
export interface Directory {
  /** A connection is there. Before anything is recorded of it. */
  readonly opened: (peer: OpenPeer, userAgent: string | undefined) => void;
  /** The JSON of a list of peers; null for a cursor that is unknown, or too old. */
  readonly list: (asked: PeersQuestion) => Promise<string | null>;
  /** One connection with its last records; null: there is none. */
  readonly detail: (id: string) => PeerDetail | null;
  readonly stop: () => void;
}

/** Makes a directory. `nextId` returns ids that cannot be guessed. */
export function createDirectory(world: DirectoryWorld, nextId: () => string): Directory {
  const { clock } = world;
  const directory = createPeerDirectory(world);
  const pages = createStoredPages(clock, nextId);
  return {
    opened: directory.opened,
    list: (asked) => listPeers(asked, { clock, directory, pages }),
    detail(id) {
      const notes = directory.get(id);
      if (!notes) return null;
      return { ...notes.view(clock.wallNow(), null), events: notes.events.map((record) => ({ ...record })) };
    },
    stop: directory.stop,
  };
}
