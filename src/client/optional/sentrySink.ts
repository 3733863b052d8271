import { EVENT_LEVELS } from '../../protocol/eventLevels.js';
import type { LogSink } from './sinks.js';

/** What `sentrySink` uses of Sentry. Every Sentry SDK for JavaScript has it. */
export interface SentryLike {
  addBreadcrumb(breadcrumb: {
    category: string;
    message: string;
    level: 'info' | 'warning' | 'error';
    /** Epoch seconds. */
    timestamp: number;
    data: Record<string, unknown>;
  }): void;
}

/**
 * Leaves each record as a breadcrumb, so that an error report tells what the connection did before. Pings and pongs are
 * left out, because Sentry keeps a hundred breadcrumbs.
 *
 * @example
 * import * as Sentry from '@sentry/browser';
 * useHeartbeatSocket(url, { log: { sinks: [sentrySink(Sentry)] } });
 */
export const sentrySink =
  (sentry: SentryLike): LogSink =>
  ({ at, kind, ...data }) => {
    const level = EVENT_LEVELS[kind];
    if (level === 'debug') return;
    sentry.addBreadcrumb({
      category: 'heartbeat-socket',
      message: kind,
      level: level === 'warn' ? 'warning' : level,
      timestamp: at / 1_000,
      data,
    });
  };
