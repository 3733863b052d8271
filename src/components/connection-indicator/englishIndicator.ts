import type { HeartbeatLabels } from '../labels.js';

/** The built-in English of `ConnectionIndicator`: a word for each status. */
export const englishStatus: NonNullable<HeartbeatLabels['status']> = {
  idle: 'idle',
  connecting: 'connecting',
  open: 'open',
  degraded: 'degraded',
  reconnecting: 'reconnecting',
  offline: 'offline',
  paused: 'paused',
  failed: 'failed',
  closed: 'closed',
};

/** The built-in English of its tooltip. */
export const englishIndicator: NonNullable<HeartbeatLabels['indicator']> = {
  latency: (ms) => `${ms} ms`,
  since: (at) => `since ${new Date(at).toLocaleTimeString([], { timeStyle: 'short' })}`,
};
