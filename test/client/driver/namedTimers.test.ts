import { expect, it } from 'vitest';
import { createNamedTimers } from '../../../src/client/driver/namedTimers.js';
import type { Timers } from '../../../src/client/clock.js';
import { TIMERS, type TimerName } from '../../../src/machine/timer.js';
import { createManualClock } from '../../../src/testing/createManualClock.js';

it('times pings and verdicts with the timers of the heartbeat, and the rest with the clock', () => {
  const clock = createManualClock();
  const started: number[] = [];
  const heartbeat: Timers = { setTimeout: (_, delayMs) => started.push(delayMs), clearTimeout() {} };
  const run = createNamedTimers(clock, heartbeat, () => {});
  run(Object.fromEntries(TIMERS.map((timer, index) => [timer, clock.now() + 1_000 + index])));
  const ofHeartbeat = (['ping', 'verdict'] as const).map((timer) => 1_000 + TIMERS.indexOf(timer));
  expect(new Set(started)).toEqual(new Set(ofHeartbeat));
  expect(clock.timerCount).toBe(TIMERS.length - 2);
});

it('fires no deadline early where the platform does', () => {
  const clock = createManualClock();
  let earlyMs = 1;
  const early = {
    ...clock,
    setTimeout(callback: () => void, delayMs: number) {
      const handle = clock.setTimeout(callback, delayMs - earlyMs);
      earlyMs = 0;
      return handle;
    },
  };
  const fired: [TimerName, number][] = [];
  const beganAt = clock.now();
  const run = createNamedTimers(early, early, (timer) => fired.push([timer, clock.now() - beganAt]));
  run({ retry: beganAt + 50 });
  clock.advance(49);
  expect(fired).toEqual([]);
  clock.advance(100);
  expect(fired).toEqual([['retry', 50]]);
});
