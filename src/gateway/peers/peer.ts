import type { Swept } from '../heartbeat/sweep.js';
import type { PeerSocket, SendableData } from '../peerSocket.js';
import type { CloseReason, PeerView } from '../views.js';

/** One connection, as the application sees it. Instants are epoch milliseconds. */
export interface Peer extends PeerView {
  /** The plain `ws` socket. */
  readonly socket: PeerSocket;
  /** Free for the application's use. It begins as the `data` that `authenticate` returned. */
  data: unknown;
}

/** The open connections, as they are now. */
export interface Peers extends Iterable<Peer> {
  readonly size: number;
  get(id: string): Peer | undefined;
}

/** One connection, as the gateway itself handles it. */
export interface OpenPeer extends Peer, Swept {
  /** The session it belongs to, by its hello; null before that, and where the client has none. */
  readonly sessionId: string | null;
  /** Since when it tries a change of the settings (monotonic ms); null: it follows what is in force. */
  triesSince: number | null;
  /** Says who the gateway is and how often it pings; the first frame on the socket. `aliases`: and how it is to be dialled. */
  welcome(aliases: true | undefined): void;
  /** Sends the settings in force, after they have changed. */
  announceSettings(): void;
  /** The client has said that it shows notices. */
  readonly knowsNotices: boolean;
  /** Sends a notice to a client that shows them. */
  notify(frame: string): void;
  /** Asks the client to leave for another gateway, at a random instant within the window. */
  sendAway(afterMs: number, windowMs: number, reason: string): void;
  /**
   * Sends the application's data; returns whether it did. A peer that reads too slowly is closed instead, because it would
   * not notice the data that it missed.
   */
  deliver(data: SendableData): boolean;
  /** Closes politely, and terminates after `closeTimeoutMs`, so that a peer that does not answer holds no memory. */
  close(code: number, why: string, reason: CloseReason): void;
  /** Pings, counts a missed heartbeat, or gives up on the peer. Returns when to visit again; null when it is gone. */
  visit(now: number): number | null;
  /** When a visit is due under the timing in force; null before the first ping. */
  wantsVisitAt(): number | null;
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
