import { expect, it } from 'vitest';
import { renderTimeline } from '../../../src/admin/timelineText.js';
import { causeOf } from '../../../src/gateway/records/outageCauses.js';
import { toTimeline } from '../../../src/gateway/records/timeline.js';
import { SessionStore } from '../../../src/gateway/records/sessionStore.js';

const connection = {
  connectionId: 'c-1',
  remote: '203.0.113.9',
  openedAt: 1_000,
  closedAt: 120_000,
  closeReason: 'abnormal',
  silentMs: 60_100,
  ageMs: 119_000,
  clock: null,
  downMs: null,
  shownMs: null,
};
const IDLE = { kind: 'idle', afterMs: 60_000, closes: 412 } as const;
const AGE = { kind: 'age', afterMs: 120_000, closes: 30 } as const;

it.each([
  ['an end after the silence that ends others', connection, 'closed', [IDLE], 'path-idle', /after 60 s of silence/],
  [
    'an end at the age at which others end',
    { ...connection, silentMs: 4_000 },
    'closed',
    [IDLE, AGE],
    'path-age',
    /at an age of 120 s/,
  ],
  [
    'an end after another silence',
    { ...connection, silentMs: 40_000 },
    'closed',
    [IDLE],
    'unknown',
    /Neither end knows/,
  ],
  ['the same end where nothing was learned', connection, 'closed', [], 'unknown', /Neither end knows/],
  [
    'a device without a network, whatever the silence',
    connection,
    'network-offline',
    [IDLE],
    'offline',
    /had no network/,
  ],
  ['a close of the gateway’s own', { ...connection, closeReason: 'drain' }, 'closed', [IDLE], 'drain', /was drained/],
  ['an end in order', { ...connection, closeReason: 'normal' }, null, [IDLE], 'client', /closed in order/],
] as const)('names %s', (_, before, clientCause, limits, cause, says) => {
  const found = causeOf(before, clientCause, limits);
  expect(found.cause).toBe(cause);
  expect(found.says).toMatch(says);
});

it('rests a cut of the path on what it was measured by', () => {
  expect(causeOf(connection, 'closed', [IDLE]).evidence).toEqual([
    'The gateway recorded the end as `abnormal`.',
    'The client came back from `closed`.',
    'It had been silent for 60.1 s when it ended without a close frame.',
    '412 connections of this gateway ended after 60 s in the same way.',
  ]);
});

/** A session of which the client's clock is 90 s ahead, and known to 20 ms. */
function session() {
  const store = new SessionStore({ maxBytes: 100_000, perSessionBytes: 50_000, maxAgeMs: 60_000 });
  store.join('s-1', 'x/1', { ...connection, clock: { offsetMs: 90_000, errorMs: 20 } }, 0);
  const found = store.get('s-1', 0);
  if (!found) throw new Error('no session');
  let seq = 0;
  const keep = (side: 'client' | 'gateway', kind: string, at: number, more: object = {}): void =>
    store.keep(found, { side, kind, at, seq: ++seq, connectionId: 'c-1', gatewayId: 'g', ...more } as never, 0);
  return { found, keep };
}

it('orders both ends as far as the clocks allow, and marks where they do not', () => {
  const { found, keep } = session();
  keep('gateway', 'connect.opened', 1_000);
  keep('client', 'connect.opened', 91_010);
  keep('client', 'lost', 95_000);
  keep('gateway', 'heartbeat.missed', 5_019);
  keep('gateway', 'connection.closed', 5_500);
  keep('client', 'restored', 95_522);
  const { records } = toTimeline(found, () => 'g', []);
  expect(records.map(({ side, kind, at, isUnsure = false }) => [side, kind, at, isUnsure])).toEqual([
    ['gateway', 'connect.opened', 1_000, false],
    ['client', 'connect.opened', 1_010, true],
    ['client', 'lost', 5_000, false],
    ['gateway', 'heartbeat.missed', 5_019, true],
    ['gateway', 'connection.closed', 5_500, false],
    ['client', 'restored', 5_522, false],
  ]);
});

it('is text for a terminal, in which a stranger’s text can do nothing', () => {
  const { found, keep } = session();
  keep('gateway', 'connect.opened', 1_000, { attempt: 0, tookMs: 4 });
  for (let count = 0; count < 5; count += 1)
    keep('client', count % 2 ? 'pong.received' : 'ping.sent', 92_000 + count, { id: count });
  keep('gateway', 'connection.closed', 120_000, { cause: 'abnormal', reason: '\u001B[31m\u202Eevil\n~ forged line' });
  const text = renderTimeline(toTimeline(found, () => 'g', [IDLE]));
  expect(text).toBe(
    [
      'Session s-1, x/1',
      '1970-01-01 UTC, by the gateway’s clock. No records lost.',
      '',
      '#1  00:00:01.000 – 00:02:00.000 abnormal  c-1  203.0.113.9  client’s clock +90 s ± 20 ms',
      '',
      '00:02:00.000 – now  OUTAGE: Something on the way ends connections after 60 s of silence.',
      '  - The gateway recorded the end as `abnormal`.',
      '  - It had been silent for 60.1 s when it ended without a close frame.',
      '  - 412 connections of this gateway ended after 60 s in the same way.',
      '',
      '  00:00:01.000  gateway  #1  connect.opened attempt=0 tookMs=4',
      '  00:00:02.000  client   #1  5 pings and pongs',
      '  00:02:00.000  gateway  #1  connection.closed cause=abnormal reason=\uFFFD[31m\uFFFDevil\uFFFD~ forged line',
      '',
    ].join('\n'),
  );
});
