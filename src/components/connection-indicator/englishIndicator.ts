import type { HeartbeatLabels } from '../labels.js';

/** The built-in English of `ConnectionIndicator`: a word for each status. */
export const englishStatus: NonNullable<HeartbeatLabels['status']> = {
  idle: 'Not connected',
  connecting: 'Connecting',
  open: 'Connected',
  degraded: 'Unstable',
  reconnecting: 'Reconnecting',
  offline: 'Offline',
  paused: 'Paused',
  failed: 'Disconnected',
  closed: 'Disconnected',
};

/** The built-in English of its tooltip. */
export const englishIndicator: NonNullable<HeartbeatLabels['indicator']> = {
  latency: (ms) => `${ms} ms`,
  since: (at) => `since ${new Date(at).toLocaleTimeString([], { timeStyle: 'short' })}`,
};
