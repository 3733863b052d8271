import type { CloseReason } from '../views.js';
import * as closeCodes from '../../protocol/closeCodes.js';
import type { ConnectionContext } from './connectionContext.js';
import { FrameRate } from './frameRate.js';
import type { PeerSocket } from '../peerSocket.js';

/** What a connection remembers of how its peer behaves. Fields of the connection itself, like those of its heart. */
export interface Conduct {
  readonly id: string;
  readonly remote: string;
  readonly socket: PeerSocket;
  /** The last inbound frame; the one that is judged has just set it. */
  readonly seenAt: number;
  /** Its close has begun: nothing it says counts any more. */
  readonly isLeaving: boolean;
  /** Pongs we have asked for. They are no flood, whenever they come. */
  pongsOwed: number;
  /** Made with its first frame. */
  frameRate: FrameRate | null;
  /** The last visit found too much unread. */
  isSlow: boolean;
  close(code: number, why: string, reason: CloseReason): void;
}

/** Counts a frame; one too many a second closes the connection. */
export function isWithinRate(conduct: Conduct, { maxPingsPerSecond, recorder }: ConnectionContext): boolean {
  if (conduct.isLeaving) return false;
  conduct.frameRate ??= new FrameRate(maxPingsPerSecond);
  if (conduct.frameRate.allows(conduct.seenAt)) return true;
  // Not 1008, which a client takes for a question of credentials: the slow tier is what a flooder needs.
  const code = closeCodes.overloaded;
  recorder.record('peer.rejected', { reason: 'rate_limited', code }, conduct);
  conduct.close(code, 'too many heartbeats', 'rate_limited');
  return false;
}

/** An answer is no flood: a peer that wakes up may have many to give. */
export function isPongWithinRate(conduct: Conduct, context: ConnectionContext): boolean {
  if (conduct.pongsOwed === 0) return isWithinRate(conduct, context);
  conduct.pongsOwed -= 1;
  return !conduct.isLeaving;
}

/** The first visit that finds too much unread spares the peer a ping; the second, a beat later, closes it. */
export function readsFastEnough(conduct: Conduct, { maxBufferedBytes }: ConnectionContext): boolean {
  const isOver = conduct.socket.bufferedAmount > maxBufferedBytes;
  if (isOver && conduct.isSlow) conduct.close(closeCodes.overloaded, 'reads too slowly', 'slow_reader');
  conduct.isSlow = isOver;
  return !isOver;
}
