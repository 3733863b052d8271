import { describe, expect, it } from 'vitest';
import {
  judge,
  markAlive,
  nextVisitAt,
  silenceOf,
  type PeerLiveness,
} from '../../../src/gateway/heartbeat/liveness.js';

const TIMING = { intervalMs: 1_000, timeoutMs: 3_000 };

/** A peer that connected at 0. */
const peer = (known: Partial<PeerLiveness> = {}): PeerLiveness => ({
  seenAt: 0,
  pingedAt: null,
  unansweredSince: null,
  missedInRow: 0,
  pingCount: 0,
  ...known,
});
/** It answered its second ping, which left at 2 000, after 20 ms, and has said nothing else. */
const answering = peer({ pingCount: 2, pingedAt: 2_000, seenAt: 2_020 });
/** It sent something by itself 500 ms after its second ping. */
const talking = peer({ pingCount: 2, pingedAt: 2_000, seenAt: 2_500 });
/** It has not answered the ping of 2 000, nor the one of 3 000. */
const silent = peer({ pingCount: 3, pingedAt: 3_000, unansweredSince: 2_000, seenAt: 1_020 });

const verdictAt = (known: PeerLiveness, now: number, mode: 'always' | 'when-silent' = 'when-silent') =>
  judge(known, now, TIMING, mode);

describe('the verdict', () => {
  it('is the first ping at the first visit, even on a peer that has just spoken', () => {
    expect(verdictAt(peer({ seenAt: 700 }), 701)).toBe('ping');
    expect(nextVisitAt(peer(), TIMING, 'when-silent')).toBeNull();
  });

  it('is the second ping at the next visit, unless the peer speaks by itself', () => {
    expect(verdictAt(peer({ pingCount: 1, pingedAt: 700, seenAt: 720 }), 900)).toBe('ping');
    expect(verdictAt(peer({ pingCount: 1, pingedAt: 700, seenAt: 850 }), 900)).toBe('rest');
  });

  it('is a ping an interval after the last one, or up to half a slot early', () => {
    expect([2_979, 2_980].map((now) => verdictAt(answering, now))).toEqual(['rest', 'ping']);
    expect(nextVisitAt(answering, TIMING, 'when-silent')).toBe(3_000);
  });

  it('is a ping later for a peer that speaks by itself, unless each interval has its ping', () => {
    expect([3_000, 3_499, 3_500].map((now) => verdictAt(talking, now))).toEqual(['rest', 'rest', 'ping']);
    expect(nextVisitAt(talking, TIMING, 'when-silent')).toBe(3_520);
    expect(verdictAt(talking, 2_980, 'always')).toBe('ping');
    expect(nextVisitAt(talking, TIMING, 'always')).toBe(3_000);
  });

  it('is a miss for each interval of silence, and death after the timeout', () => {
    expect([3_500, 3_980, 4_999, 5_000].map((now) => verdictAt(silent, now))).toEqual([
      'rest',
      'missed',
      'missed',
      'dead',
    ]);
    expect(nextVisitAt(silent, TIMING, 'when-silent')).toBe(4_000);
    expect(nextVisitAt({ ...silent, pingedAt: 4_500 }, TIMING, 'when-silent')).toBe(5_000);
  });
});

it('takes a frame within a twenty-fifth of the interval for the answer, and a later one for the peer’s own', () => {
  const heardAt = (seenAt: number) => nextVisitAt({ ...answering, seenAt }, TIMING, 'when-silent');
  expect([2_040, 2_041].map(heardAt)).toEqual([3_000, 3_061]);
});

it('is silent since the last frame in either direction', () => {
  const silences = [peer({ seenAt: 5 }), peer({ seenAt: 5, pingedAt: 8 }), peer({ seenAt: 9, pingedAt: 8 })];
  expect(silences.map((known) => silenceOf(known, 10))).toEqual([5, 2, 1]);
});

it('forgets the silence with the next frame', () => {
  const alive = { ...silent, missedInRow: 1 };
  markAlive(alive, 3_100);
  expect(alive).toMatchObject({ seenAt: 3_100, unansweredSince: null, missedInRow: 0 });
});
