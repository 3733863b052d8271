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
