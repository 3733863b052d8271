import { describe, expect, it } from 'vitest';
import {
  bytesPerHour,
  isGuarded,
  NO_DRAFT,
  parseSeconds,
  toPatch,
  toWanted,
} from '../../src/dashboard/settings/draft.js';
import type { SettingsView } from '../../src/admin/schemas/settings.js';

const byDefault: SettingsView = {
  version: 1,
  intervalMs: { value: 25_000, source: 'default' },
  timeoutMs: { value: 75_000, source: 'default' },
  guard: null,
};
const chosen: SettingsView = { ...byDefault, timeoutMs: { value: 60_000, source: 'code' } };

describe('what is typed', () => {
  it.each([
    ['25', 25_000],
    [' 1.5 ', 1_500],
    ['1,5', 1_500],
    ['', null],
    ['0', null],
    ['-3', null],
    ['soon', null],
    ['Infinity', null],
  ])('%j means %j', (text, ms) => {
    expect(parseSeconds(text)).toBe(ms);
  });

  it('moves a timeout along that no one chose, without sending it', () => {
    const wanted = toWanted({ ...NO_DRAFT, interval: '54' }, byDefault);
    expect(wanted).toEqual({ intervalMs: 54_000, timeoutMs: 162_000, followsInterval: true });
    expect(wanted && toPatch(wanted, byDefault)).toEqual({ intervalMs: 54_000 });
  });

  it('keeps a timeout that was chosen, while a peer has the time to answer', () => {
    const kept = toWanted({ ...NO_DRAFT, interval: '40' }, chosen);
    expect(kept && toPatch(kept, chosen)).toEqual({ intervalMs: 40_000 });
    const moved = toWanted({ ...NO_DRAFT, interval: '70' }, chosen);
    expect(moved && toPatch(moved, chosen)).toEqual({ intervalMs: 70_000, timeoutMs: 210_000 });
  });

  it('sends a timeout that is typed', () => {
    const wanted = toWanted({ interval: null, timeout: '90' }, byDefault);
    expect(wanted && toPatch(wanted, byDefault)).toEqual({ timeoutMs: 90_000 });
    expect(toWanted({ interval: null, timeout: 'x' }, byDefault)).toBeNull();
  });

  it('is no change when it says what is', () => {
    const wanted = toWanted({ interval: '25', timeout: null }, byDefault);
    expect(wanted && toPatch(wanted, byDefault)).toBeNull();
  });

  it('is tried on a few first when it is far from what is, where the gateway can', () => {
    const want = (interval: string) =>
      toWanted({ ...NO_DRAFT, interval }, byDefault) ?? { intervalMs: 0, timeoutMs: 0, followsInterval: true };
    expect(isGuarded(want('50'), byDefault)).toBe(false);
    expect(isGuarded(want('51'), byDefault)).toBe(true);
    expect(isGuarded(want('12'), byDefault)).toBe(true);
    const { guard: _, ...withoutGuard } = byDefault;
    expect(isGuarded(want('51'), withoutGuard)).toBe(false);
  });
});

it('costs are those that the gateway measured, where it did', () => {
  expect(bytesPerHour(50_000, byDefault, 17_000)).toBe(8_500);
  expect(bytesPerHour(25_000, byDefault, undefined)).toBe(11_520);
});
