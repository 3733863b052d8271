import { describe, expect, it } from 'vitest';
import {
  answerPing,
  checkLiveness,
  pingUnheard,
  takeControlPong,
  takePong,
  type HeartbeatContext,
  type PeerHeartbeat,
} from '../../../src/gateway/heartbeat/peerHeartbeat.js';
import { createManualClock } from '../../../src/testing/createManualClock.js';

/** One peer that connected now, and everything that its heartbeats lead to. Interval 1 s, timeout 3 s. */
function begin(known: Partial<PeerHeartbeat> = {}, { timeoutMs = 3_000 } = {}) {
  const clock = createManualClock();
  const startAt = clock.now();
  const wire: string[] = [];
  const records: object[] = [];
  const roundTrips: number[] = [];
  const survived: number[] = [];
  const counters = {
    pingsSent: 0,
    pongsSent: 0,
    pingsReceived: 0,
    pongsReceived: 0,
    missed: 0,
    newlySilent: 0,
    timeouts: 0,
  };
  const doubt = { canJudge: true, fellSilent: [] as number[][] };
  const socket = { isPaused: false, bufferedAmount: 0, ping: () => void wire.push('control ping') };
  const peer = {
    seenAt: startAt,
    pingedAt: null,
    unansweredSince: null,
    missedInRow: 0,
    pingCount: 0,
    triesSince: null,
    dialect: 'json',
    pingTimedAt: null,
    pongsOwed: 0,
    latencyMs: null,
    socket,
    writeText: (bytes: Buffer) => void wire.push(bytes.toString()),
    ...known,
  } as unknown as PeerHeartbeat;
  const context = {
    clock,
    recorder: { record: (kind: string, details: object) => void records.push({ kind, ...details }) },
    tally: { counters },
    doubt: {
      get canJudge() {
        return doubt.canJudge;
      },
      peerFellSilent: (now: number, peers: number) => void doubt.fellSilent.push([now - startAt, peers]),
    },
    timing: () => ({ intervalMs: 1_000, timeoutMs }),
    peerCount: () => 20,
    pingMode: 'when-silent',
    maxBufferedBytes: 100,
    observeRtt: (rttMs: number) => void roundTrips.push(rttMs),
    survivedSilence: (silentMs: number) => void survived.push(silentMs),
  } as unknown as HeartbeatContext;
  /** Lets time pass until so long after the start, and visits the peer then. */
  const visitAt = (ms: number): boolean => {
    clock.advance(startAt + ms - clock.now());
    return checkLiveness(peer, clock.now(), context);
  };
  const pongAt = (ms: number, id?: number): void => {
    clock.advance(startAt + ms - clock.now());
    Object.assign(peer, { seenAt: clock.now(), unansweredSince: null, missedInRow: 0 });
    takePong(peer, id, context);
  };
  return {
    clock,
    startAt,
    wire,
    records,
    roundTrips,
    survived,
    counters,
    doubt,
    socket,
    peer,
    context,
    visitAt,
    pongAt,
  };
}
const PING = '{"type":"ping"}';

describe('a ping', () => {
  it('of a peer that is pinged for the first time is plain, timed, recorded and counted', () => {
    const { visitAt, wire, records, counters, peer, startAt, survived } = begin();
    expect(visitAt(700)).toBe(true);
    expect(wire).toEqual([PING]);
    expect(records).toEqual([{ kind: 'ping.sent', id: undefined }]);
    expect(counters).toMatchObject({ pingsSent: 1, missed: 0 });
    expect(peer).toMatchObject({
      pingCount: 1,
      pingedAt: startAt + 700,
      unansweredSince: startAt + 700,
      pingTimedAt: startAt + 700,
      pongsOwed: 1,
    });
    // The path was silent until now, and lives.
    expect(survived).toEqual([700]);
  });

  it('is not sent before an interval has passed', () => {
    const { visitAt, pongAt, wire } = begin({ pingCount: 1 });
    visitAt(700);
    pongAt(720);
    expect(visitAt(1_500)).toBe(true);
    expect(wire).toHaveLength(1);
    visitAt(1_700);
    expect(wire).toHaveLength(2);
  });

  it('carries its number to a peer that knows ids, and its record does as well', () => {
    const { visitAt, wire, records } = begin({ dialect: 'ids', pingCount: 6 });
    visitAt(700);
    expect(wire).toEqual(['{"type":"ping","id":7}']);
    expect(records).toEqual([{ kind: 'ping.sent', id: 7 }]);
  });

  it('is a control ping alone to a peer of another protocol', () => {
    const { visitAt, wire, counters, peer } = begin({ dialect: 'control' });
    visitAt(700);
    expect(wire).toEqual(['control ping']);
    expect(counters.pingsSent).toBe(1);
    expect(peer.pongsOwed).toBe(1);
  });

  it('is repeated once an interval while no answer comes, each one owed an answer', () => {
    const { visitAt, wire, peer, startAt, survived } = begin();
    visitAt(0);
    visitAt(1_000);
    visitAt(2_000);
    expect(wire).toEqual([PING, PING, PING]);
    expect(peer).toMatchObject({ pongsOwed: 3, unansweredSince: startAt, pingedAt: startAt + 2_000 });
    // While an answer is awaited, the path may be dead.
    expect(survived).toHaveLength(1);
  });

  it('owes one answer again after a sign of life', () => {
    const { visitAt, pongAt, peer } = begin();
    visitAt(0);
    visitAt(1_000);
    pongAt(1_100);
    visitAt(2_200);
    expect(peer.pongsOwed).toBe(1);
  });
});

describe('a round trip', () => {
  it('is measured from a ping to its pong, once', () => {
    const { visitAt, pongAt, roundTrips, peer, records, counters } = begin();
    visitAt(0);
    pongAt(40);
    pongAt(50);
    expect(roundTrips).toEqual([40]);
    expect(peer.latencyMs).toBe(40);
    expect(counters.pongsReceived).toBe(2);
    expect(records.slice(1)).toEqual([
      { kind: 'pong.received', id: undefined, rttMs: 40 },
      { kind: 'pong.received', id: undefined },
    ]);
  });

  it('is none where the pong may answer an older ping: without ids, after a repeated one', () => {
    const { visitAt, pongAt, roundTrips, peer } = begin();
    visitAt(0);
    visitAt(1_000);
    pongAt(1_010);
    expect(roundTrips).toEqual([]);
    expect(peer.latencyMs).toBeNull();
  });

  it('with ids is that of the last ping, however often it was repeated', () => {
    const { visitAt, pongAt, roundTrips } = begin({ dialect: 'ids' });
    visitAt(0);
    visitAt(1_000);
    pongAt(1_010, 1);
    expect(roundTrips).toEqual([]);
    pongAt(1_030, 2);
    expect(roundTrips).toEqual([30]);
  });

  it('is none for a pong without an id from a peer that knows ids', () => {
    const { visitAt, pongAt, roundTrips, peer } = begin({ dialect: 'ids' });
    visitAt(0);
    pongAt(30);
    expect(roundTrips).toEqual([]);
    expect(peer.dialect).toBe('ids');
  });

  it('is the answer to a control ping only where that is all that is sent', () => {
    const measured = (['control', 'doubtful', 'json'] as const).map((dialect) => {
      const { visitAt, clock, peer, context, roundTrips, records, counters } = begin({ dialect });
      visitAt(0);
      clock.advance(25);
      takeControlPong(peer, context);
      expect(counters.pongsReceived).toBe(1);
      return [roundTrips, records.at(-1)];
    });
    expect(measured).toEqual([
      [[25], { kind: 'pong.received', rttMs: 25 }],
      [[], { kind: 'pong.received' }],
      [[], { kind: 'pong.received' }],
    ]);
  });

  it('is not negative when the clock was read before the ping left', () => {
    const { pongAt, roundTrips, clock } = begin({ pingTimedAt: 1_500 });
    pongAt(clock.now() - 1_000);
    expect(roundTrips).toEqual([0]);
  });
});

describe('silence', () => {
  it('is a miss each interval and a death after the timeout, and said so', () => {
    const { visitAt, records, counters, doubt, wire, peer } = begin();
    visitAt(0);
    expect([1_000, 2_000, 3_000].map(visitAt)).toEqual([true, true, false]);
    expect(records.filter((record) => !('id' in record))).toEqual([
      { kind: 'heartbeat.missed', missedInRow: 1, silentMs: 1_000 },
      { kind: 'heartbeat.missed', missedInRow: 2, silentMs: 2_000 },
      { kind: 'heartbeat.missed', missedInRow: 3, silentMs: 3_000 },
      { kind: 'heartbeat.timeout', silentMs: 3_000, timeoutMs: 3_000 },
    ]);
    expect(counters).toMatchObject({ missed: 3, newlySilent: 1, timeouts: 1, pingsSent: 3 });
    expect(peer.missedInRow).toBe(3);
    // Only the first miss in a row makes a peer newly silent, and a dead one is not pinged.
    expect(doubt.fellSilent).toEqual([[1_000, 20]]);
    expect(wire).toHaveLength(3);
  });

  it('is no miss between two intervals', () => {
    const { visitAt, counters, wire } = begin();
    visitAt(0);
    visitAt(500);
    expect(counters.missed).toBe(0);
    expect(wire).toHaveLength(1);
  });

  it('is not held against a peer while the gateway doubts itself: pings go on instead', () => {
    const { visitAt, counters, wire, doubt, records } = begin();
    doubt.canJudge = false;
    visitAt(0);
    expect([1_000, 2_000, 3_000, 3_400, 4_000].map(visitAt)).toEqual([true, true, true, true, true]);
    expect(counters).toMatchObject({ missed: 0, timeouts: 0, pingsSent: 5 });
    expect(wire).toHaveLength(5);
    expect(records.every((record) => 'id' in record)).toBe(true);
    // And once it is over, at once.
    doubt.canJudge = true;
    expect(visitAt(4_100)).toBe(false);
  });

  it('is not judged when this very miss raises the doubt', () => {
    const { visitAt, counters, doubt, context, peer, clock } = begin({}, { timeoutMs: 1_000 });
    visitAt(0);
    Object.assign(context.doubt, { peerFellSilent: () => void (doubt.canJudge = false) });
    clock.advance(1_000);
    expect(checkLiveness(peer, clock.now(), context)).toBe(true);
    expect(counters).toMatchObject({ missed: 1, timeouts: 0 });
  });
});

describe('a peer that has not shown what it knows', () => {
  it('gets a control ping with each ping after its first miss', () => {
    const { visitAt, wire, peer, counters } = begin({ dialect: 'unknown' });
    visitAt(0);
    expect(wire).toEqual([PING]);
    expect(peer.dialect).toBe('unknown');
    visitAt(1_000);
    expect(wire).toEqual([PING, PING, 'control ping']);
    expect(peer).toMatchObject({ dialect: 'doubtful', pongsOwed: 3 });
    expect(counters.pingsSent).toBe(3);
  });

  it('gets it also while the gateway doubts itself, because it may be judged right after', () => {
    const { visitAt, wire, doubt } = begin({ dialect: 'unknown' });
    doubt.canJudge = false;
    visitAt(0);
    visitAt(1_000);
    expect(wire.at(-1)).toBe('control ping');
  });

  it.each([
    [1_999, [PING, 'control ping']],
    [2_000, [PING]],
  ])('gets it with the first ping where the timeout is shorter than two intervals (%i ms)', (timeoutMs, expected) => {
    const { visitAt, wire } = begin({ dialect: 'unknown' }, { timeoutMs });
    visitAt(0);
    expect(wire).toEqual(expected);
  });

  it('counts as knowing JSON with its first pong, and ids with its first ping that has one', () => {
    const { pongAt, peer, context } = begin({ dialect: 'doubtful' });
    pongAt(10);
    expect(peer.dialect).toBe('json');
    answerPing(peer, undefined, context);
    expect(peer.dialect).toBe('json');
    answerPing(peer, 0, context);
    expect(peer.dialect).toBe('ids');
  });
});

describe('a ping of the peer', () => {
  it.each([
    [undefined, '{"type":"pong"}'],
    [3, '{"type":"pong","id":3}'],
  ])('with the id %s is answered with the same', (id, answer) => {
    const { peer, context, wire, records, counters } = begin();
    answerPing(peer, id, context);
    expect(wire).toEqual([answer]);
    expect(records).toEqual([
      { kind: 'ping.received', id },
      { kind: 'pong.sent', id },
    ]);
    expect(counters).toMatchObject({ pingsReceived: 1, pongsSent: 1 });
  });

  it('is counted but not answered where the peer leaves too much unread', () => {
    const { peer, context, wire, socket, counters } = begin();
    socket.bufferedAmount = 101;
    answerPing(peer, 1, context);
    expect(wire).toEqual([]);
    expect(counters).toMatchObject({ pingsReceived: 1, pongsSent: 0 });
    socket.bufferedAmount = 100;
    answerPing(peer, 1, context);
    expect(wire).toHaveLength(1);
  });
});

describe('a peer that cannot be heard for now', () => {
  it('is pinged once an interval, timed by nothing, and held to no timeout', () => {
    const { visitAt, wire, peer, counters, startAt, clock, context } = begin({ missedInRow: 2 });
    for (const ms of [0, 500, 1_000, 5_000]) {
      clock.advance(startAt + ms - clock.now());
      pingUnheard(peer, clock.now(), context);
    }
    expect(wire).toEqual([PING, PING, PING]);
    expect(counters).toMatchObject({ missed: 0, timeouts: 0 });
    expect(peer).toMatchObject({ missedInRow: 0, unansweredSince: startAt + 5_000, pingTimedAt: null });
    // Heard again, it has a whole timeout from the last visit on.
    expect([7_900, 8_000].map(visitAt)).toEqual([true, false]);
  });
});
