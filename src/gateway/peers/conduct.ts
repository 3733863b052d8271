import * as closeCodes from '../../protocol/closeCodes.js';
import { FixedWindow } from '../fixedWindow.js';
import { hasUnread, type PeerSocket } from '../peerSocket.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import type { CloseReason } from '../views.js';

const SECOND_MS = 1_000;
/** When a client that floods is to come back: as after a 1013, which some browsers show as 1006 (WebKitGTK). */
const RETURN_AFTER_MS = 2_000;
const RETURN_WINDOW_MS = 28_000;

/** Bounds the work of one burst. */
const MAX_WAITING = 10_000;

/** What a connection remembers of its peer's conduct. Fields of the connection itself, like those of its heartbeat. */
export interface Conduct {
  readonly id: string;
  readonly remote: string;
  readonly socket: PeerSocket;
  /** The last inbound frame, which is the one to be judged. */
  readonly seenAt: number;
  /** Whether the close has begun; further frames then do not count. */
  readonly isLeaving: boolean;
  /** Pongs that our pings have asked for. They never count as a flood. */
  pongsOwed: number;
  /**
   * Frames that may have waited somewhere and then arrive all at once. They are counted over the time that they waited.
   */
  framesWaiting: number;
  /** Counts heartbeat frames by the second. Made for the first frame. */
  frames: FixedWindow | null;
  /** The unread bytes that the last visit found, where they were too many; else 0. */
  unreadBytes: number;
  sendAway(afterMs: number, windowMs: number, reason: string): void;
  close(code: number, why: string, reason: CloseReason): void;
}

/** The limits of a peer's conduct, and where a breach is recorded. */
export interface ConductContext {
  readonly maxPingsPerSecond: number;
  readonly maxBufferedBytes: number;
  readonly recorder: EventRecorder;
}

/** Counts a frame. The first one over the rate closes the connection. */
export function isWithinRate(peer: Conduct, { maxPingsPerSecond, recorder }: ConductContext): boolean {
  if (peer.isLeaving) return false;
  peer.frames ??= new FixedWindow(SECOND_MS);
  if (peer.frames.add(peer.seenAt) <= maxPingsPerSecond) return true;
  if (peer.framesWaiting > 0) {
    peer.framesWaiting -= 1;
    return true;
  }
  // Not 1008, to which a client answers with new credentials. A client that floods should retry slowly.
  const code = closeCodes.overloaded;
  recorder.record('peer.rejected', { reason: 'rate_limited', code }, peer);
  peer.sendAway(RETURN_AFTER_MS, RETURN_WINDOW_MS, 'overload');
  peer.close(code, 'too many heartbeats', 'rate_limited');
  return false;
}

/**
 * Nothing from the peer was read for a while, because the application had paused its socket, the path was stalled, or
 * the gateway itself was held up. What then arrives in one moment was sent over all of that time.
 */
export function allowForWait(peer: Conduct, waitedMs: number, { maxPingsPerSecond }: ConductContext): void {
  const waited = Math.floor((maxPingsPerSecond * waitedMs) / SECOND_MS);
  peer.framesWaiting = Math.min(peer.framesWaiting + waited, MAX_WAITING);
}

/** Counts a pong, unless a ping has asked for it: a peer that wakes up may have many pings to answer. */
export function isPongWithinRate(peer: Conduct, context: ConductContext): boolean {
  if (peer.pongsOwed === 0) return isWithinRate(peer, context);
  peer.pongsOwed -= 1;
  return !peer.isLeaving;
}

/**
 * The first visit that finds too many unread bytes sends no ping; the second, an interval later, closes the connection,
 * unless the peer has read some of them: then it is not slow, it has much to read.
 */
export function readsFastEnough(peer: Conduct, context: ConductContext): boolean {
  const { bufferedAmount } = peer.socket;
  const isOver = hasUnread(peer.socket, context);
  const isStuck = isOver && peer.unreadBytes > 0 && bufferedAmount >= peer.unreadBytes;
  if (isStuck) closeSlowReader(peer);
  peer.unreadBytes = isOver ? bufferedAmount : 0;
  return !isOver;
}

/** Closes a connection whose peer does not read what it is sent. */
export const closeSlowReader = (peer: Conduct): void =>
  peer.close(closeCodes.overloaded, 'reads too slowly', 'slow_reader');
