/** When the other side was last heard on the present socket. */
export interface LastHeard {
  /** A frame came, now. @returns now, monotonic */
  readonly note: () => number;
  /**
   * A frame came, and its date can wait until `settle`: in a flood of messages, reading the clock is the most expensive
   * part of handling one.
   */
  readonly noteUndated: () => void;
  /** Dates what was noted and not dated yet. @returns when the last frame came, monotonic; −Infinity before the first */
  readonly settle: () => number;
  /** There is a new socket. */
  readonly reset: () => void;
}

/** @param now reads the monotonic clock */
export function createLastHeard(now: () => number): LastHeard {
  let at = -Infinity;
  let isUndated = false;
  const note = (): number => {
    isUndated = false;
    return (at = now());
  };
  return {
    note,
    noteUndated: () => {
      isUndated = true;
    },
    settle: () => (isUndated ? note() : at),
    reset: () => {
      at = -Infinity;
      isUndated = false;
    },
  };
}
