import type { HeartbeatTiming } from '../../protocol/frames.js';

/** When a peer is pinged: only after an interval of silence, or at every interval. */
export type PingMode = 'when-silent' | 'always';

/** What the gateway knows of a peer's life. Instants are monotonic milliseconds. */
export interface PeerLiveness {
  /** The last sign of life: an inbound frame of any kind, or bytes of a long message. */
  seenAt: number;
  /** The last ping to the peer; null before the first. */
  pingedAt: number | null;
  /** The first ping since the last sign of life; null when no answer is awaited. */
  unansweredSince: number | null;
  /** Intervals since then that ended in silence. */
  missedInRow: number;
  /** Pings to the peer so far. */
  pingCount: number;
}

/** What is due for a peer. */
export type Verdict = 'rest' | 'ping' | 'missed' | 'dead';

/**
 * How early an interval counts as over, as a share of it. A visit of the sweep may come half a slot early; if such a visit
 * did nothing, every ping would leave a slot later than asked.
 */
const EARLY_SHARE = 1 / 50;
/** A frame within this share of the interval after a ping is its answer. Later frames are sent by the peer itself. */
const ANSWER_SHARE = 1 / 25;

/** Whether an interval has passed since `since`. */
export const isIntervalOver = (since: number, now: number, intervalMs: number): boolean =>
  now - since >= intervalMs * (1 - EARLY_SHARE);

/** Judges a peer at `now`. Pure; the caller acts on the verdict. */
export function judge(peer: PeerLiveness, now: number, timing: HeartbeatTiming, mode: PingMode): Verdict {
  // The first ping leaves at its random time even if the peer has spoken. Otherwise the hellos right after a mass return
  // would bring the pings of all these peers together, and keep them together.
  if (peer.pingedAt === null) return 'ping';
  if (peer.unansweredSince === null) {
    // The second ping leaves at a random time too, to spread peers further, unless the peer speaks by itself.
    if (peer.pingCount === 1 && isAnswer(peer.seenAt, peer.pingedAt, timing)) return 'ping';
    return isIntervalOver(quietSince(peer, peer.pingedAt, timing, mode), now, timing.intervalMs) ? 'ping' : 'rest';
  }
  if (now - peer.unansweredSince >= timing.timeoutMs) return 'dead';
  return isIntervalOver(peer.pingedAt, now, timing.intervalMs) ? 'missed' : 'rest';
}

/** The next instant at which the verdict on a silent peer can change; null for a peer that awaits its first ping. */
export function nextVisitAt(peer: PeerLiveness, timing: HeartbeatTiming, mode: PingMode): number | null {
  if (peer.pingedAt === null) return null;
  if (peer.unansweredSince !== null) {
    return Math.min(peer.pingedAt + timing.intervalMs, peer.unansweredSince + timing.timeoutMs);
  }
  return quietSince(peer, peer.pingedAt, timing, mode) + timing.intervalMs;
}

/** Whether the peer's last frame was the answer to our ping. */
const isAnswer = (seenAt: number, pingedAt: number, { intervalMs }: HeartbeatTiming): boolean =>
  seenAt - pingedAt <= intervalMs * ANSWER_SHARE;

/**
 * Where the interval of silence begins. For a peer that only answers, it begins at our last ping. A peer that speaks by
 * itself gets half a slot more: a client that pings as often as we do would otherwise race each of our visits, and half
 * of these clients would be pinged needlessly.
 */
function quietSince({ seenAt }: PeerLiveness, pingedAt: number, timing: HeartbeatTiming, mode: PingMode): number {
  return mode === 'always' || isAnswer(seenAt, pingedAt, timing) ? pingedAt : seenAt + timing.intervalMs * EARLY_SHARE;
}

/** Since the last frame in either direction. */
export const silenceOf = ({ seenAt, pingedAt }: PeerLiveness, now: number): number =>
  now - Math.max(seenAt, pingedAt ?? seenAt);

/** Notes an inbound frame. A frame of any kind is a sign of life. */
export function markAlive(peer: PeerLiveness, now: number): void {
  peer.seenAt = now;
  if (peer.unansweredSince === null) return;
  peer.unansweredSince = null;
  peer.missedInRow = 0;
}
