import { LONGEST_MS } from './slo.js';

/** After so long without a return, a session counts as not returned. */
const RETURNS_WITHIN_MS = 600_000;
/** So many are remembered: more than leave a large gateway in ten minutes, except when all leave at once. */
const MOST = 20_000;

/** An outage that a client is back from: how long it was away, and how long a person saw it. */
export interface Outage {
  readonly downMs: number;
  readonly shownMs: number;
}

/** Sessions that are away, since an end that they did not ask for. Instants are monotonic ms. */
export interface Absences {
  /** A session's connection has ended. Only one that ended by itself leaves its session away. */
  readonly left: (sessionId: string | null | undefined, cause: string, now: number) => void;
  /**
   * A session is back, and tells how long it was away. What it claims cannot be longer than what the gateway saw of
   * it. If the gateway did not see it leave, the person saw the outage for at most as long as one may count: one hello must
   * not use up the budget of all. `isSeen`: the gateway saw it leave.
   */
  readonly returned: (
    sessionId: string | null | undefined,
    claimed: { readonly downMs: number; readonly shownMs?: number | undefined },
    now: number,
  ) => Outage & { readonly isSeen: boolean };
  /** How many have not come back in time since this was last asked. */
  readonly takeUnreturned: (now: number) => number;
}

/** Begins with all present. */
export function createAbsences(): Absences {
  // In the order in which they left, as a map keeps it.
  const leftAt = new Map<string, number>();
  let unreturned = 0;
  const expire = (now: number): void => {
    for (const [sessionId, at] of leftAt) {
      if (now - at < RETURNS_WITHIN_MS && leftAt.size <= MOST) return;
      leftAt.delete(sessionId);
      unreturned += 1;
    }
  };
  return {
    left(sessionId, cause, now) {
      if (!sessionId || (cause !== 'abnormal' && cause !== 'heartbeat_timeout')) return;
      leftAt.delete(sessionId);
      leftAt.set(sessionId, now);
      expire(now);
    },
    returned(sessionId, { downMs, shownMs = 0 }, now) {
      const at = leftAt.get(sessionId ?? '');
      leftAt.delete(sessionId ?? '');
      if (at === undefined) return { downMs, shownMs: Math.min(shownMs, LONGEST_MS), isSeen: false };
      return { downMs: Math.min(downMs, now - at), shownMs: Math.min(shownMs, now - at), isSeen: true };
    },
    takeUnreturned(now) {
      expire(now);
      const taken = unreturned;
      unreturned = 0;
      return taken;
    },
  };
}
