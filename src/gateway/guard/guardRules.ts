import type { HeartbeatTiming } from '../../protocol/frames.js';

/** Shares of the peers that try a change before all have it. */
export const SHARES = [0.05, 0.2, 0.5];
/** A share never has fewer peers, and never more than half of them. */
const MIN_SHARE_PEERS = 10;
/** With fewer peers there is nothing to compare. */
export const MIN_PEERS = 20;
/** Changes by no more than this factor are applied to all at once. */
const FACTOR = 2;

/** Whether a change of the timing is tried on a few peers before all have it. */
export const needsGuard = (from: HeartbeatTiming, to: HeartbeatTiming): boolean =>
  differ(from.intervalMs, to.intervalMs) || differ(from.timeoutMs, to.timeoutMs);

const differ = (a: number, b: number): boolean => Math.max(a, b) > FACTOR * Math.min(a, b);

/** How many of `peers` try a change first. */
export const shareSize = (share: number, peers: number): number =>
  Math.min(Math.max(Math.ceil(share * peers), MIN_SHARE_PEERS), Math.floor(peers / 2));

/**
 * How long a share is watched: until a silence that is too long has had time to happen twice, and the people whom it
 * disconnected have had time to come back. `idleLimitMs` is the known limit of the path, if there is one.
 */
export const windowMs = (from: HeartbeatTiming, to: HeartbeatTiming, idleLimitMs: number | null): number =>
  Math.max(2 * to.intervalMs, to.timeoutMs, idleLimitMs ?? 0) + to.intervalMs + from.intervalMs;
