import { ModernFakeTimers } from '@jest/fake-timers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLane } from '../../src/testing/lane.js';

const timers = new ModernFakeTimers({ config: { fakeTimers: {} } as never, global: globalThis });
beforeEach(() => timers.useFakeTimers());
afterEach(() => timers.useRealTimers());

it('keeps the order under jest’s fake timers, of what is sent in a timer and what is sent after it', () => {
  const arrived: string[] = [];
  const lane = createLane(
    {
      now: () => performance.now(),
      wallNow: () => Date.now(),
      setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
      clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
    },
    () => 0,
  );
  setTimeout(() => lane(() => arrived.push('first')), 5);
  timers.advanceTimersByTime(5);
  lane(() => arrived.push('second'));
  timers.advanceTimersByTime(5);
  expect(arrived).toEqual(['first', 'second']);
});
