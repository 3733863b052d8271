import type { EventBase, EventDetails, HeartbeatEvent, HeartbeatEventKind } from '../../protocol/events.js';

/** The last records of one connection. */
export interface EventLog {
  /** Oldest first; a new array only when there are new records. */
  readonly records: readonly HeartbeatEvent[];
  /** Numbers a record and keeps it. */
  append<Kind extends HeartbeatEventKind>(
    kind: Kind,
    details: EventDetails[Kind],
    base: Omit<EventBase, 'seq' | 'side'>,
  ): HeartbeatEvent;
}

/** Makes an empty log that keeps the newest `capacity` records. */
export function createEventLog(capacity: number): EventLog {
  const kept: HeartbeatEvent[] = [];
  let seq = 0;
  let records: readonly HeartbeatEvent[] | null = [];

  return {
    get records() {
      return (records ??= [...kept]);
    },
    append: (kind, details, base) => {
      const event = { ...base, seq: ++seq, side: 'client', kind, ...details } as HeartbeatEvent;
      if (capacity > 0) {
        if (kept.push(event) > capacity) kept.shift();
        records = null;
      }
      return event;
    },
  };
}
