import { expect, it } from 'vitest';
import { recordWords } from '../../src/dashboard/session/recordWords.js';
import {
  bannerOf,
  beatsOf,
  defaultWindow,
  folded,
  isLate,
  ticksOf,
  wholeSession,
  type Line,
} from '../../src/dashboard/session/sessionDrawing.js';
import { recordedSession } from '../../stories/dashboard/recordedSession.js';

const NOW = 1_800_000_000_000;
const line = (at: number, kind: string, details: object = {}, side: Line['side'] = 'client'): Line => ({
  at,
  seq: at,
  side,
  gatewayId: null,
  connectionId: null,
  kind,
  ...details,
});

it('joins pings with their answers by id, by order without one, and per side', () => {
  const beats = beatsOf([
    line(0, 'ping.sent', { id: 1 }),
    line(5, 'ping.sent', {}, 'gateway'),
    line(10, 'ping.sent', { id: 2 }),
    line(20, 'pong.received', { id: 2 }),
    line(25, 'pong.received', {}, 'gateway'),
    line(1_500, 'pong.received', { id: 1 }),
    line(1_600, 'ping.sent', { id: 3 }),
  ]);
  expect(beats.map(({ side, sentAt, answeredAt }) => [side, sentAt, answeredAt])).toEqual([
    ['client', 0, 1_500],
    ['gateway', 5, 25],
    ['client', 10, 20],
    ['client', 1_600, null],
  ]);
  expect(beats.map(isLate)).toEqual([true, false, false, false]);
});

it('folds beats and nothing else', () => {
  const rows = folded([line(0, 'ping.sent'), line(1, 'pong.received'), line(2, 'lost'), line(3, 'ping.sent')]);
  expect(rows.map((row) => ('beats' in row ? row.beats.length : row.line.kind))).toEqual([2, 'lost', 'ping.sent']);
});

it('looks at the last outage first, and at the whole session in the strip', () => {
  const session = recordedSession(NOW);
  const outage = session.outages[1];
  const window = defaultWindow(session, NOW);
  expect(window.from).toBeLessThan(outage?.from ?? 0);
  expect(window.to).toBeGreaterThan(outage?.to ?? Infinity);
  expect(wholeSession(session, NOW)).toEqual({ from: NOW - 90 * 60_000, to: NOW });
  expect(outage && bannerOf(outage, session.records, NOW)).toEqual({
    from: Number(outage?.from) + 1_018,
    to: outage?.to,
  });
});

it('has something to draw of a session without anything', () => {
  const empty = { sessionId: 'x', client: null, connections: [], outages: [], records: [], lost: 0 };
  expect(wholeSession(empty, NOW)).toEqual({ from: NOW - 60_000, to: NOW });
  expect(defaultWindow(empty, NOW).to).toBeGreaterThan(NOW);
});

it.each([1_000, 180_000, 5_400_000, 600_000_000])('marks a few round instants in %s ms', (length) => {
  const ticks = ticksOf({ from: NOW + 123, to: NOW + 123 + length }, 8);
  expect(ticks.length).toBeLessThanOrEqual(9);
  expect(ticks.every((at) => at % 1_000 === 0)).toBe(true);
});

it('says what a record says, bounded, whatever it is', () => {
  expect(recordWords({ kind: 'heartbeat.missed', missedInRow: 2, silentMs: 25_000 })).toBe(
    '2 in a row, silent for 25\u00a0s',
  );
  expect(recordWords({ kind: 'of.tomorrow', at: 1, answer: 42, waitMs: 10, nested: { a: 1 } })).toBe(
    'answer 42, wait 10\u00a0ms, nested {"a":1}',
  );
  expect(recordWords({ kind: 'x', y: 'z'.repeat(5_000) }).length).toBeLessThan(310);
  expect(recordWords({ kind: 'settings.changed', from: null, to: 'odd', version: undefined })).toBe(
    'version undefined',
  );
});
