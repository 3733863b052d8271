import { expect, it } from 'vitest';
import { FixedWindow } from '../../src/gateway/fixedWindow.js';

it('counts within a window, and opens the next one with the first count after its end', () => {
  const window = new FixedWindow(1_000);
  expect([500, 500, 1_499].map((now) => window.add(now))).toEqual([1, 2, 3]);
  expect(window.countAt(1_499)).toBe(3);
  expect(window.countAt(1_500)).toBe(0);
  expect([1_600, 2_599, 2_600].map((now) => window.add(now))).toEqual([1, 2, 1]);
});

it('says how long the window goes on', () => {
  const window = new FixedWindow(1_000);
  expect(window.leftMs(0)).toBeLessThanOrEqual(0);
  window.add(500);
  expect(window.leftMs(700)).toBe(800);
  expect(window.leftMs(1_500)).toBe(0);
});
