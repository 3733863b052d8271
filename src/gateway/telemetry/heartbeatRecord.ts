import type { HeartbeatEvent } from '../../protocol/events.js';

/** A record of one heartbeat: a ping or a pong, either way, a miss, or the verdict. */
export type Beat = Extract<
  HeartbeatEvent,
  {
    readonly kind:
      'ping.sent' | 'ping.received' | 'pong.sent' | 'pong.received' | 'heartbeat.missed' | 'heartbeat.timeout';
  }
>;

const BEAT_KINDS: Readonly<Record<Beat['kind'], true>> = {
  'ping.sent': true,
  'ping.received': true,
  'pong.sent': true,
  'pong.received': true,
  'heartbeat.missed': true,
  'heartbeat.timeout': true,
};

/** Whether a record tells of one heartbeat. */
export const isBeat = (record: HeartbeatEvent): record is Beat => Object.hasOwn(BEAT_KINDS, record.kind);
