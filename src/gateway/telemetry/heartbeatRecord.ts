import type { HeartbeatEvent, HeartbeatEventKind } from '../../protocol/events.js';

const KINDS = [
  'ping.sent',
  'ping.received',
  'pong.sent',
  'pong.received',
  'heartbeat.missed',
  'heartbeat.timeout',
] as const satisfies readonly HeartbeatEventKind[];

/** A record of one heartbeat: a ping or a pong in either direction, a missed heartbeat, or a timeout. */
export type HeartbeatRecord = Extract<HeartbeatEvent, { readonly kind: (typeof KINDS)[number] }>;

/** Tells whether a record is about one heartbeat. */
export const isHeartbeatRecord = (record: HeartbeatEvent): record is HeartbeatRecord =>
  (KINDS as readonly HeartbeatEventKind[]).includes(record.kind);
