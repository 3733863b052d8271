import type { HeartbeatEvent, HeartbeatSocket } from 'heartbeat-socket';

const BEATS = new Set<HeartbeatEvent['kind']>(['ping.sent', 'ping.received', 'pong.sent', 'pong.received']);
const LIMIT = 200;

/** The connection with its log the other way round: the newest record first, and without beats unless they are asked for. */
export function newestFirst(socket: HeartbeatSocket, hasBeats: boolean): HeartbeatSocket {
  let seen: readonly HeartbeatEvent[] = [];
  let log: readonly HeartbeatEvent[] = [];
  return {
    ...socket,
    get log() {
      if (seen === socket.log) return log;
      seen = socket.log;
      const next = seen
        .filter(({ kind }) => hasBeats || !BEATS.has(kind))
        .slice(-LIMIT)
        .toReversed();
      // The same array while it says the same, so that a hidden beat renders nothing.
      if (next[0] !== log[0]) log = next;
      return log;
    },
  };
}
