/** After so long without a return, a session counts as not returned. */
const RETURNS_WITHIN_MS = 600_000;
/** So many are remembered: more than leave a large gateway in ten minutes, except when all leave at once. */
const MOST = 20_000;

/** Sessions that are away, since an end that they did not ask for. Instants are monotonic ms. */
export interface Absences {
  readonly left: (sessionId: string, now: number) => void;
  /** The session is back. Returns how long it was away by our own clock; null when we do not know that it was. */
  readonly returned: (sessionId: string, now: number) => number | null;
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
    left(sessionId, now) {
      leftAt.delete(sessionId);
      leftAt.set(sessionId, now);
      expire(now);
    },
    returned(sessionId, now) {
      const at = leftAt.get(sessionId);
      leftAt.delete(sessionId);
      return at === undefined ? null : now - at;
    },
    takeUnreturned(now) {
      expire(now);
      const taken = unreturned;
      unreturned = 0;
      return taken;
    },
  };
}
