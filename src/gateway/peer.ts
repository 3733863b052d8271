import type { PeerView } from '../protocol/admin.js';
import type { PeerSocket } from './peerSocket.js';

/** One connection, as the application sees it. Instants are epoch milliseconds. */
export interface Peer extends PeerView {
  /** Given to the client in the welcome: the same word in both sides' logs. 128 random bits. */
  readonly id: string;
  /** The address the connection comes from, without a port; `'unknown'` for sockets older than the gateway. */
  readonly remote: string;
  readonly openedAt: number;
  /** The last inbound frame, of whatever kind. */
  readonly lastSeenAt: number;
  /** From the last answered ping of ours to its pong; null before the first. */
  readonly latencyMs: number | null;
  /** Intervals in a row that ended without an answer to our ping. */
  readonly missedInRow: number;
  /** Which dial of the client this connection is, by its hello; 0 for a first one, or a client without hello. */
  readonly attempt: number;
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
