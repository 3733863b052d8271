import { screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ConnectionBanner } from '../../../src/components/index.js';
import { advance, failed, listen, lost, open, renderConnected } from '../../support/react/components.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const LOST = 'status: Connection lost. Reconnecting automatically.';
const FAILED = 'alert: Could not reconnect. Tried 10 times.';
const RESTORED = 'status: Back online';

it('announces each phase of a minute of outage once, and never a digit of the countdown', () => {
  const { set } = renderConnected(<ConnectionBanner />, open());
  const heard = listen();
  set(lost({ lost: false, attempt: 1 }));
  expect(heard()).toEqual([]);
  set({ lost: true });
  expect(heard()).toEqual([LOST]);
  for (let attempt = 2; attempt <= 10; attempt += 1) {
    set(lost({ attempt, cause: 'connect-error', nextRetryAt: Date.now() + 6_000 }));
    for (let tick = 0; tick < 60; tick += 1) advance(100);
    set({ nextRetryAt: null });
  }
  expect(heard()).toEqual([]);
  set(failed());
  expect(heard()).toEqual([FAILED]);
  set(lost({ attempt: 1, cause: 'manual', nextRetryAt: null }));
  expect(heard()).toEqual([]);
  set(failed());
  expect(heard()).toEqual([FAILED]);
  set(open());
  expect(heard()).toEqual([RESTORED]);
  advance(2_000);
  expect(heard()).toEqual([]);
  set(lost());
  expect(heard()).toEqual([LOST]);
});

it('keeps one polite region through all phases, and never changes its role', () => {
  const { set } = renderConnected(<ConnectionBanner />, open());
  const region = screen.getByRole('status');
  for (const snapshot of [lost(), failed(), lost(), open(), lost()]) {
    set(snapshot);
    expect(screen.getAllByRole('status')).toEqual([region]);
    expect(screen.queryAllByRole('alert')).toHaveLength(snapshot.status === 'failed' ? 1 : 0);
    expect(region.getAttribute('role')).toBe('status');
    expect(screen.queryByRole('region')?.contains(region)).not.toBe(true);
  }
});

it('keeps the seconds of the countdown out of the accessibility tree', () => {
  renderConnected(<ConnectionBanner />, lost());
  const digits = screen.getByText('Retrying in 5 s');
  expect(digits.getAttribute('aria-hidden')).toBe('true');
  expect(screen.getByRole('status').textContent).not.toMatch(/\d/);
});
