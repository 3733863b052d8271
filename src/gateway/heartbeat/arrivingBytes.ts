/** What is known of the bytes that arrive for a peer. These are fields of the connection itself, as those of its heartbeats. */
export interface ArrivingBytes {
  /** The TCP or TLS connection below the socket; null for a socket older than the gateway. */
  readonly tcp: { readonly bytesRead: number } | null;
  /** The bytes that it had received when the last ping left. */
  bytesAtPing: number;
  seenAt: number;
  readonly unansweredSince: number | null;
}

/** A ping leaves. Only bytes that arrive after it count as a sign of life. */
export function noteBytes(peer: ArrivingBytes): void {
  peer.bytesAtPing = peer.tcp?.bytesRead ?? 0;
}

/**
 * Whether bytes have arrived since the last ping, although it is unanswered: the peer sends one long message on a slow path,
 * and its pong waits behind that message. TCP keepalives are not among these bytes. `maxPayload` bounds how many of them a
 * message can have.
 */
export function isMidMessage(peer: ArrivingBytes, now: number): boolean {
  if (peer.unansweredSince === null || peer.tcp === null) return false;
  const hasMore = peer.tcp.bytesRead > peer.bytesAtPing;
  if (hasMore) peer.seenAt = now;
  return hasMore;
}
