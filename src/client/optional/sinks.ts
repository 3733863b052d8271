import { EVENT_LEVELS } from '../../protocol/eventLevels.js';
import type { HeartbeatEvent } from '../../protocol/events.js';
import type { HeartbeatLogger } from '../../protocol/logger.js';

/** Gets each record of the event log as it is made. */
export type LogSink = (record: HeartbeatEvent) => void;

/** Hands records to a logger: pings at debug, misses and failures at warn, changes of state at info. */
export const loggerSink =
  (logger: HeartbeatLogger): LogSink =>
  (record) =>
    logger[EVENT_LEVELS[record.kind]](record, record.kind);

/** Writes records to the console, at the levels of `loggerSink`. */
export const consoleSink = (): LogSink => (record) =>
  console[EVENT_LEVELS[record.kind]](`heartbeat-socket ${record.kind}`, record);

/** Hands each record on as one line of JSON, with its line end. */
export const jsonLinesSink =
  (write: (line: string) => void): LogSink =>
  (record) =>
    write(`${JSON.stringify(record)}\n`);

/** Where `beaconSink` sends, and how much at once. */
export interface BeaconOptions {
  /** A URL that takes a POST of JSON lines. */
  readonly url: string;
  /** Records that make a beacon; fewer go with the next one. @default 50 */
  readonly batchSize?: number | undefined;
}

/**
 * Sends records home in batches, by `navigator.sendBeacon`, which outlives the page. Browsers queue at most 64 KiB: a
 * beacon that is refused is tried again with the next batch, the oldest records giving way.
 */
export function beaconSink({ url, batchSize = 50 }: BeaconOptions): LogSink {
  let batch: HeartbeatEvent[] = [];
  return (record) => {
    batch.push(record);
    if (batch.length < batchSize) return;
    const body = new Blob([batch.map((entry) => `${JSON.stringify(entry)}\n`).join('')], {
      type: 'application/x-ndjson',
    });
    batch = navigator.sendBeacon(url, body) ? [] : batch.slice(1 - batchSize);
  };
}
