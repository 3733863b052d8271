import type { HeartbeatLogger } from '../../protocol/logger.js';
import type { LogRule } from './logLimit.js';

const write =
  (level: 'warn' | 'error') =>
  (record: object, kind: string): void =>
    console[level](`heartbeat-socket: ${kind} ${JSON.stringify(record)}`);

/**
 * The logger of a gateway that was given none: while an application is being made, its author has to see why a page gets
 * 403. Warnings and errors only.
 */
export const consoleLogger: HeartbeatLogger = {
  debug: () => {},
  info: () => {},
  warn: write('warn'),
  error: write('error'),
  isLevelEnabled: (level) => level === 'warn' || level === 'error',
};

/** People read the console. */
export const CONSOLE_RULE: LogRule = { linesPerSecond: 1, isLimited: () => true };
