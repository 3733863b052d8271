import type { Timeline } from '../../src/admin/schemas/timeline.js';
import { RECORDED_SESSION } from './recordedPeers.js';

const MINUTE = 60_000;
const GATEWAY = '7f3a9c41-64f2-4f3c-9d7e-0c1b2a3d4e5f';
const IDS = [
  '11aa22bb33cc44dd55ee66ff77aa88bb',
  '22bb33cc44dd55ee66ff77aa88bb99cc',
  '33cc44dd55ee66ff77aa88bb99ccaadd',
] as const;

/** A session of three connections: the laptop slept once, and a minute and a half ago a proxy cut the path after 60 s of silence. */
export function recordedSession(now: number): Timeline {
  const cut = now - 118_000;
  const back = cut + 4_200;
  const asleepAt = now - 52 * MINUTE;
  const awakeAt = asleepAt + 11 * MINUTE;
  let seq = 100;
  const line = (
    side: 'client' | 'gateway',
    at: number,
    kind: string,
    details: Readonly<Record<string, unknown>> = {},
    connection = 1,
  ): Timeline['records'][number] => ({
    at,
    seq: ++seq,
    side,
    gatewayId: GATEWAY,
    connectionId: IDS[connection] ?? null,
    sessionId: RECORDED_SESSION,
    kind,
    ...(side === 'client' ? { errorMs: 24 } : {}),
    ...details,
  });
  const beat = (at: number, id: number, rttMs: number, connection = 1) => [
    line('client', at, 'ping.sent', { id }, connection),
    line('client', at + rttMs, 'pong.received', { id, rttMs }, connection),
  ];
  return {
    sessionId: RECORDED_SESSION,
    client: 'heartbeat-socket 0.1.0',
    connections: [
      {
        connectionId: IDS[0],
        gatewayId: GATEWAY,
        remote: '10.20.4.18',
        openedAt: now - 90 * MINUTE,
        closedAt: asleepAt,
        closeReason: 'heartbeat_timeout',
        clock: { offsetMs: 312, errorMs: 24, isUnsure: false },
      },
      {
        connectionId: IDS[1],
        gatewayId: GATEWAY,
        remote: '10.20.4.18',
        openedAt: awakeAt,
        closedAt: cut,
        closeReason: 'abnormal',
        clock: { offsetMs: 310, errorMs: 22, isUnsure: false },
      },
      {
        connectionId: IDS[2],
        gatewayId: GATEWAY,
        remote: '10.20.4.18',
        openedAt: back,
        closedAt: null,
        closeReason: null,
        clock: { offsetMs: 312, errorMs: 24, isUnsure: false },
      },
    ],
    outages: [
      {
        from: asleepAt,
        to: awakeAt,
        shownMs: 0,
        cause: 'asleep',
        says: 'The client’s device slept.',
        evidence: ['The client came back from `sleep`.'],
      },
      {
        from: cut,
        to: back,
        shownMs: 3_200,
        cause: 'path-idle',
        says: 'Something on the path cut the connection after 60 s of silence.',
        evidence: ['Both ends saw 1006, 60 s after the last frame.', '9 other connections ended the same way.'],
      },
    ],
    records: [
      ...beat(cut - 128_000, 1, 44),
      ...beat(cut - 104_000, 2, 9_100),
      line('gateway', cut - 100_000, 'heartbeat.missed', { missedInRow: 1, silentMs: 25_300 }),
      ...beat(cut - 85_000, 3, 51),
      line('gateway', cut - 67_000, 'settings.changed', {
        from: { intervalMs: 25_000, timeoutMs: 75_000 },
        to: { intervalMs: 70_000, timeoutMs: 210_000 },
        source: 'runtime',
        version: 14,
        by: 'ada',
      }),
      ...beat(cut - 60_048, 4, 48),
      line('gateway', cut, 'connection.closed', {
        code: 1006,
        reason: '',
        wasClean: false,
        cause: 'abnormal',
        openMs: 2_280_000,
        silentMs: 60_000,
      }),
      line('client', cut + 18, 'connection.closed', {
        code: 1006,
        reason: '',
        wasClean: false,
        cause: 'closed',
        openMs: 2_280_020,
      }),
      line('client', cut + 19, 'retry.scheduled', { attempt: 1, maxAttempts: 10, delayMs: 3_600, cause: 'closed' }),
      line('client', cut + 1_018, 'lost', { cause: 'closed', downMs: 1_000 }),
      line('client', cut + 3_620, 'connect.started', { attempt: 1, cause: 'closed' }, 2),
      line('client', back, 'connect.opened', { attempt: 1, tookMs: 580 }, 2),
      line('gateway', back + 4, 'reconnected', { attempt: 1, downMs: 4_200, shownMs: 3_200, cause: 'closed' }, 2),
      line('client', back + 12, 'restored', { downMs: 4_200 }, 2),
      ...beat(back + 450, 5, 48, 2),
    ],
    lost: 0,
  };
}
