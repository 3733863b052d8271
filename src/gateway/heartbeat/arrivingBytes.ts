/** The bytes that arrive for a peer. These are fields of the connection itself, like those of its heartbeats. */
export interface ArrivingBytes {
  /** The TCP or TLS connection below the socket; null for a socket older than the gateway. */
  readonly tcp: { readonly bytesRead: number } | null;
  /** The bytes that it had received when the last ping left. */
  bytesAtPing: number;
  readonly unansweredSince: number | null;
}

/** A ping leaves. Only bytes that arrive after it count as a sign of life. */
export function noteBytes(peer: ArrivingBytes): void {
  peer.bytesAtPing = peer.tcp?.bytesRead ?? 0;
}

/**
 * Whether bytes have arrived since the last ping, although that ping is unanswered: the peer is sending one long message on
 * a slow path, and its pong waits behind that message. TCP keepalives are not among these bytes. `maxPayload` bounds how
 * many of them a message can have.
 */
export const isMidMessage = ({ unansweredSince, tcp, bytesAtPing }: ArrivingBytes): boolean =>
  unansweredSince !== null && tcp !== null && tcp.bytesRead > bytesAtPing;
