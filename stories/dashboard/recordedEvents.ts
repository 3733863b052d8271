import type { EventsItem } from '../../src/admin/readEvents.js';
import { RECORDED_SESSION } from './recordedPeers.js';

const KINDS: readonly (readonly [kind: string, details: Readonly<Record<string, unknown>>])[] = [
  ['heartbeat.missed', { missedInRow: 1, silentMs: 25_200 }],
  [
    'connection.closed',
    { code: 1_006, reason: '', wasClean: false, cause: 'abnormal', openMs: 240_000, silentMs: 60_002 },
  ],
  ['reconnected', { attempt: 1, downMs: 4_200, shownMs: 3_200, cause: 'closed' }],
  ['connect.opened', { attempt: 0, tookMs: 41 }],
  ['stable', { openMs: 10_000 }],
  ['connection.closed', { code: 1_000, reason: 'bye', wasClean: true, cause: 'normal', openMs: 912_000 }],
];

/** What a gateway still has of the last quarter of an hour, and then nothing new. */
export async function* recordedEvents(now: number, kind = ''): AsyncGenerator<EventsItem, void> {
  yield { type: 'open' };
  for (let index = 0; index < 240; index += 1) {
    const [name, details] = KINDS[(index * 7 + (index >> 3)) % KINDS.length] ?? ['stable', {}];
    if (kind !== '' && !kind.split(',').some((one) => name.startsWith(one.replace('*', '')))) continue;
    yield {
      type: 'event',
      id: `${index}`,
      event: {
        at: now - (240 - index) * 3_700,
        seq: index,
        side: 'gateway',
        gatewayId: '7f3a9c41-64f2-4f3c-9d7e-0c1b2a3d4e5f',
        connectionId: ((index * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, '0').repeat(4),
        sessionId: index % 9 === 2 ? RECORDED_SESSION : null,
        remote: `10.20.4.${(index % 200) + 1}`,
        kind: name,
        ...details,
      },
    };
  }
}
