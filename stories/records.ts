import type { EventDetails, HeartbeatEvent, HeartbeatEventKind } from '../src/protocol/events.js';

type Entry = {
  [Kind in HeartbeatEventKind]: [kind: Kind, details: EventDetails[Kind], afterMs: number];
}[HeartbeatEventKind];

/** Makes records as a connection would, the last one at `endAt`. */
export function recordsOf(entries: readonly Entry[], endAt = Date.UTC(2026, 0, 1, 12)): HeartbeatEvent[] {
  let at = endAt - entries.reduce((sum, [, , afterMs]) => sum + afterMs, 0);
  return entries.map(([kind, details, afterMs], index) => {
    at += afterMs;
    const base = { at, seq: index + 1, side: 'client', gatewayId: 'gateway-1', connectionId: 'c-17' };
    return { ...base, kind, ...details } as HeartbeatEvent;
  });
}

const heartbeat = (rttMs: number): Entry[] => [
  ['ping.sent', {}, 5_000 - rttMs],
  ['pong.received', { rttMs }, rttMs],
];

/** Two minutes in which the network gets worse, breaks down and comes back. */
export const outageRecords: readonly Entry[] = [
  ['connect.started', { attempt: 0, cause: null }, 0],
  ['connect.opened', { attempt: 0, tookMs: 41 }, 41],
  ...[22, 19, 24, 21, 38, 61, 120, 184].flatMap(heartbeat),
  ['ping.sent', {}, 5_000],
  ['heartbeat.missed', { missedInRow: 1, silentMs: 5_000 }, 5_000],
  ['connection.closed', { code: 1006, reason: '', wasClean: false, cause: 'closed', openMs: 50_000 }, 400],
  ['retry.scheduled', { attempt: 1, maxAttempts: 10, delayMs: 1_240, cause: 'closed' }, 1],
  ['lost', { cause: 'closed', downMs: 1_000 }, 1_000],
  ['connect.started', { attempt: 1, cause: 'closed' }, 240],
  ['connect.opened', { attempt: 1, tookMs: 63 }, 63],
  ['reconnected', { attempt: 1, downMs: 1_303, cause: 'closed' }, 0],
  ['restored', { downMs: 1_303 }, 0],
  ...[64, 41, 30, 25, 22, 23, 20, 21].flatMap(heartbeat),
];
