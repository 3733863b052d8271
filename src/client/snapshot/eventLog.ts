import type { EventBase, EventDetails, HeartbeatEvent, HeartbeatEventKind } from '../../protocol/events.js';
import type { Counters } from './snapshot.js';

/** Which total a kind of event belongs to. */
const COUNTED: { readonly [Kind in HeartbeatEventKind]?: keyof Counters } = {
  'ping.sent': 'pingsSent',
  'pong.received': 'pongsReceived',
  'ping.received': 'pingsReceived',
  'heartbeat.missed': 'missed',
  'connect.started': 'attempts',
  reconnected: 'reconnects',
};

/** The last records of one connection, and the totals over all of them. */
export interface EventLog {
  /** Oldest first; a new array only when there are new records. */
  readonly records: readonly HeartbeatEvent[];
  readonly counters: Counters;
  append<Kind extends HeartbeatEventKind>(
    kind: Kind,
    details: EventDetails[Kind],
    base: Omit<EventBase, 'seq' | 'side'>,
  ): HeartbeatEvent;
  /** Messages are counted, never recorded. */
  countMessageIn(): void;
  countMessageOut(): void;
}

/** Makes an empty log that keeps the newest `capacity` records. */
export function createEventLog(capacity: number): EventLog {
  const ring: HeartbeatEvent[] = [];
  let start = 0;
  let seq = 0;
  let records: readonly HeartbeatEvent[] | null = [];
  const totals = {
    pingsSent: 0,
    pongsReceived: 0,
    pingsReceived: 0,
    missed: 0,
    attempts: 0,
    reconnects: 0,
    messagesIn: 0,
    messagesOut: 0,
  };

  return {
    get records() {
      return (records ??= [...ring.slice(start), ...ring.slice(0, start)]);
    },
    get counters() {
      return { ...totals };
    },
    append: (kind, details, base) => {
      const event = { ...base, seq: ++seq, side: 'client', kind, ...details } as HeartbeatEvent;
      const counter = COUNTED[kind];
      if (counter) totals[counter] += 1;
      if (capacity > 0) {
        ring[start] = event;
        start = (start + 1) % capacity;
        records = null;
      }
      return event;
    },
    countMessageIn: () => {
      totals.messagesIn += 1;
    },
    countMessageOut: () => {
      totals.messagesOut += 1;
    },
  };
}
