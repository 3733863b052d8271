import type { HeartbeatTiming } from '../../protocol/frames.js';

/** When a peer is pinged: only when it has been silent for an interval, or at every interval. */
export type PingMode = 'when-silent' | 'always';

/** What is known of a peer's life. Instants are monotonic milliseconds. */
export interface Pulse {
  /** The last inbound frame of any kind. */
  seenAt: number;
  /** The last ping of ours; null before the first. */
  pingedAt: number | null;
  /** The first ping since the last sign of life; null when nothing is owed. */
  unansweredSince: number | null;
  /** Intervals since then that ended in silence. */
  missedInRow: number;
  /** Pings of ours so far. */
  pingCount: number;
}

/** What a visit to a peer comes to. */
export type Verdict = 'rest' | 'ping' | 'missed' | 'dead';

/**
 * A visit up to half a slot of the sweep early (a fiftieth of the interval) still is this beat's visit. Were it sent
 * away, each beat would come a slot later than asked.
 */
const EARLY_SHARE = 1 / 50;
/** An answer within this share of the interval belongs to our beat; later words are the peer's own. */
const ANSWER_SHARE = 1 / 25;

/** Whether a beat has passed since `since`. */
export const isBeatDue = (since: number, now: number, intervalMs: number): boolean =>
  now - since >= intervalMs * (1 - EARLY_SHARE);

/** Judges a peer at `now`. Pure; the caller acts on the verdict. */
export function judge(pulse: Pulse, now: number, timing: HeartbeatTiming, mode: PingMode): Verdict {
  // The first beat is not silence-driven: a hello right after open would otherwise undo the jitter of its time, and a
  // crowd that returned together would be pinged together for ever after.
  if (pulse.pingedAt === null) return 'ping';
  if (pulse.unansweredSince === null) {
    // The second beat comes when its lot says, to spread a crowd; a peer that speaks by itself has a beat of its own.
    if (pulse.pingCount === 1 && isAnswer(pulse.seenAt, pulse.pingedAt, timing)) return 'ping';
    return isBeatDue(quietSince(pulse, pulse.pingedAt, timing, mode), now, timing.intervalMs) ? 'ping' : 'rest';
  }
  if (now - pulse.unansweredSince >= timing.timeoutMs) return 'dead';
  return isBeatDue(pulse.pingedAt, now, timing.intervalMs) ? 'missed' : 'rest';
}

/** The next instant at which the verdict on a silent peer can change; null for one that awaits its first beat. */
export function nextVisitAt(pulse: Pulse, timing: HeartbeatTiming, mode: PingMode): number | null {
  if (pulse.pingedAt === null) return null;
  if (pulse.unansweredSince !== null) {
    return Math.min(pulse.pingedAt + timing.intervalMs, pulse.unansweredSince + timing.timeoutMs);
  }
  return quietSince(pulse, pulse.pingedAt, timing, mode) + timing.intervalMs;
}

/** Whether the peer's last word was the answer to our ping. */
const isAnswer = (seenAt: number, pingedAt: number, { intervalMs }: HeartbeatTiming): boolean =>
  seenAt - pingedAt <= intervalMs * ANSWER_SHARE;

/**
 * Where the interval of silence begins. A peer that only answers is pinged at our own beat. One that speaks by itself is
 * given half a slot more: clients that beat as often as we do would else race each of our visits, and half of them be
 * pinged for nothing.
 */
function quietSince({ seenAt }: Pulse, pingedAt: number, timing: HeartbeatTiming, mode: PingMode): number {
  return mode === 'always' || isAnswer(seenAt, pingedAt, timing) ? pingedAt : seenAt + timing.intervalMs * EARLY_SHARE;
}

/** Any inbound frame is life. */
export function markAlive(pulse: Pulse, now: number): void {
  pulse.seenAt = now;
  if (pulse.unansweredSince === null) return;
  pulse.unansweredSince = null;
  pulse.missedInRow = 0;
}
