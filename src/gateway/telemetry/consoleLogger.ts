import type { HeartbeatLogger } from '../../protocol/logger.js';
import type { GatewayClock } from '../clock.js';

const SECOND_MS = 1_000;

/**
 * The logger of a gateway that was given none: while an application is being made, its author has to see why a page gets
 * 403. Warnings and errors only, one of a kind a second.
 */
export function createConsoleLogger(clock: GatewayClock): HeartbeatLogger {
  const writtenAt = new Map<string, number>();
  const write =
    (level: 'warn' | 'error') =>
    (record: object, kind: string): void => {
      const now = clock.now();
      const before = writtenAt.get(kind);
      if (before !== undefined && now - before < SECOND_MS) return;
      writtenAt.set(kind, now);
      console[level](`heartbeat-socket: ${kind} ${JSON.stringify(record)}`);
    };
  return {
    debug: () => {},
    info: () => {},
    warn: write('warn'),
    error: write('error'),
    isLevelEnabled: (level) => level === 'warn' || level === 'error',
  };
}
