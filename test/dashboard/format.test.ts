import { expect, it } from 'vitest';
import {
  formatAge,
  formatBytes,
  formatClock,
  formatCount,
  formatExact,
  formatDuration,
  formatPeople,
  formatWhen,
} from '../../src/dashboard/format.js';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

it.each([
  [formatCount(1_204), '1 204'],
  [formatCount(1_000_000), '1 000 000'],
  [formatDuration(350), '350 ms'],
  [formatDuration(1_500), '1.5 s'],
  [formatDuration(25_000), '25 s'],
  [formatDuration(60_002), '60 s'],
  [formatDuration(4_218), '4.2 s'],
  [formatDuration(999.6), '1 s'],
  [formatDuration(162_400), '162 s'],
  [formatBytes(940), '940 B'],
  [formatBytes(16_992), '17.0 kB'],
  [formatBytes(20_458_368), '20.5 MB'],
  [formatAge(18_400), '18 s'],
  [formatAge(-5), '0 s'],
  [formatAge(3 * 3_600_000), '3 h'],
  [formatAge(9 * 86_400_000), '9 days'],
  [formatClock(new Date(2026, 10, 26, 4, 5, 6).getTime()), '04:05:06'],
  [formatExact(new Date(2026, 10, 26, 0, 0, 0, 7).getTime()), '00:00:00.007'],
  [formatPeople(1), '1 person'],
  [formatPeople(2), '2 people'],
])('writes %j', (written, text) => {
  expect(plain(written)).toBe(text);
});

it('names days as people do', () => {
  const now = new Date(2026, 10, 26, 0, 10).getTime();
  const minute = 60_000;
  expect(plain(formatWhen(now - 5 * minute, now))).toBe('today 00:05');
  expect(plain(formatWhen(now - 15 * minute, now))).toBe('yesterday 23:55');
  expect(plain(formatWhen(now - 8 * 86_400_000, now))).toBe('18 Nov 00:10');
});
