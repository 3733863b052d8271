import type { Timeline } from './schemas/timeline.js';

/** The members that hold an id, or a word of a closed list. All other text was written by an application or a stranger. */
const WORDS = new Set([
  'kind',
  'side',
  'gatewayId',
  'connectionId',
  'sessionId',
  'previousId',
  'cause',
  'signal',
  'direction',
  'source',
]);

/**
 * A time line as a file that can be attached to a bug report: no addresses, no close reasons, no error texts, no names of
 * operators. `replay` of `heartbeat-socket/core` reads it.
 */
export const toTimelineFile = (timeline: Timeline): Timeline => ({
  ...timeline,
  connections: timeline.connections.map((connection) => ({ ...connection, remote: '' })),
  records: timeline.records.map(
    (record) =>
      Object.fromEntries(Object.entries(record).filter(([name, value]) => isFit(name, value))) as typeof record,
  ),
});

const isFit = (name: string, value: unknown): boolean =>
  value === null || typeof value === 'number' || typeof value === 'boolean' || WORDS.has(name);
