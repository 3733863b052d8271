import type { EventDetails, HeartbeatEvent, HeartbeatEventKind } from '../../src/protocol/events.js';

/** One record of a client's log, at an instant that is easy to read. */
export function record<Kind extends HeartbeatEventKind>(
  at: number,
  kind: Kind,
  details: Partial<EventDetails[Kind]> = {},
): HeartbeatEvent {
  const base = { at, seq: at, side: 'client', gatewayId: null, connectionId: null };
  return { ...base, kind, ...details } as unknown as HeartbeatEvent;
}
