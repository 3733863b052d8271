import type { PeerView } from '../views.js';
import type { PeerSocket } from '../peerSocket.js';

/** One connection, as the application sees it. Instants are epoch milliseconds. */
export interface Peer extends PeerView {
  /** The plain `ws` socket. */
  readonly socket: PeerSocket;
  /** The application's own; what `authenticate` returned as `data` to begin with. */
  data: unknown;
}

/** The open connections, as they are now. */
export interface Peers extends Iterable<Peer> {
  readonly size: number;
  get(id: string): Peer | undefined;
}

/** The part of a peer that the admin interface shows. */
export const toPeerView = (peer: Peer): PeerView => ({
  id: peer.id,
  remote: peer.remote,
  openedAt: peer.openedAt,
  lastSeenAt: peer.lastSeenAt,
  latencyMs: peer.latencyMs,
  missedInRow: peer.missedInRow,
  attempt: peer.attempt,
});
