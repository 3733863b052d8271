import type { HeartbeatEvent } from '../../protocol/events.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import { LASTING_KINDS } from '../telemetry/lastingKinds.js';

/** Both bounds apply. A record has some 250 bytes, and the longest some kilobytes. */
const MAX_RECORDS = 4_096;
const MAX_CHARS = 2_097_152;

/** A record that readers can still get. */
export interface KeptRecord {
  /** Counts up by one per kept record. */
  readonly number: number;
  readonly record: Pick<HeartbeatEvent, 'kind' | 'seq' | 'connectionId' | 'sessionId'>;
  readonly json: string;
}

/** The last records, pings and pongs left out. */
export interface EventRing {
  /** The number of the oldest record that is kept, and of the next one that will be. */
  readonly first: () => number;
  readonly next: () => number;
  readonly get: (number: number) => KeptRecord | undefined;
  /** Calls the listener after each record; returns the undo. */
  readonly onRecord: (listener: () => void) => () => void;
  readonly stop: () => void;
}

/** Makes a ring, which is told of the gateway's records from now on. */
export function createEventRing(recorder: EventRecorder): EventRing {
  const kept: (KeptRecord | undefined)[] = [];
  const listeners = new Set<() => void>();
  let first = 1;
  let next = 1;
  let chars = 0;

  const unsubscribe = recorder.subscribe((record) => {
    const { kind, seq, connectionId, sessionId } = record;
    const json = JSON.stringify(record);
    const about = { kind, seq, connectionId, ...(sessionId === undefined ? {} : { sessionId }) };
    kept[next % MAX_RECORDS] = { number: next, record: about, json };
    next += 1;
    chars += json.length;
    while (next - first > MAX_RECORDS - 1 || chars > MAX_CHARS) {
      chars -= kept[first % MAX_RECORDS]?.json.length ?? 0;
      kept[first % MAX_RECORDS] = undefined;
      first += 1;
    }
    for (const listener of listeners) listener();
  }, LASTING_KINDS);

  return {
    first: () => first,
    next: () => next,
    get: (number) => (number < first || number >= next ? undefined : kept[number % MAX_RECORDS]),
    onRecord(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop: unsubscribe,
  };
}
