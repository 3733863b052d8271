import type { HeartbeatEvent, HeartbeatEventKind } from '../../protocol/events.js';

/** The kinds of the records of heartbeats. */
export const HEARTBEAT_KINDS = [
  'ping.sent',
  'ping.received',
  'pong.sent',
  'pong.received',
  'heartbeat.missed',
  'heartbeat.timeout',
] as const satisfies readonly HeartbeatEventKind[];

/** A record of one heartbeat: a ping or a pong in either direction, a missed heartbeat, or a timeout. */
export type HeartbeatRecord = Extract<HeartbeatEvent, { readonly kind: (typeof HEARTBEAT_KINDS)[number] }>;
