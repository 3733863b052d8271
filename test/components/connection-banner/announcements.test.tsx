import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ConnectionBanner } from '../../../src/components/index.js';
import { createScriptedSocket } from '../../../src/testing/createScriptedSocket.js';
import { advance, failed, listen, lost, open, renderConnected } from '../../support/react/components.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const LOST = 'status: Connection lost. Reconnecting…';
const FAILED = 'alert: Can’t reconnect. Tried 10 times';
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
  set(lost({ attempt: 1, cause: 'connect-error', nextRetryAt: null }));
  heard();
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

it('has a countdown that can be read and is never announced', () => {
  renderConnected(<ConnectionBanner />, lost());
  const heard = listen();
  expect(screen.getByRole('timer', { name: 'Retrying in 5 s' })).toBeTruthy();
  advance(2_000);
  expect(screen.getByRole('timer', { name: 'Retrying in 3 s' }).closest('[aria-live]')).toBeNull();
  expect(heard()).toEqual([]);
});

it('announces another cause, and not that a dial failed', () => {
  const { set } = renderConnected(<ConnectionBanner />, lost());
  const heard = listen();
  set(lost({ cause: 'connect-error' }));
  expect(heard()).toEqual([]);
  set(lost({ cause: 'unreachable' }));
  expect(heard()).toEqual(['status: Can’t reach the server. Reconnecting…']);
  set(lost({ cause: 'unreachable', attempt: 4 }));
  expect(heard()).toEqual([]);
});

it('announces an attempt that the person asked for, and its outcome once', async () => {
  vi.useRealTimers();
  const { set } = renderConnected(<ConnectionBanner />, lost());
  const heard = listen();
  fireEvent.click(screen.getByRole('button', { name: 'Retry now' }));
  set({ nextRetryAt: null });
  expect(heard()).toEqual(['status: Reconnecting…']);
  set(lost());
  await waitFor(() => expect(heard()).toEqual([LOST]));
  set({ nextRetryAt: null });
  set(lost());
  expect(heard()).toEqual([]);
});

it('announces a first dial that takes long, and not that it ended', () => {
  const { set } = renderConnected(<ConnectionBanner />, { status: 'connecting' });
  const heard = listen();
  advance(2_999);
  expect(heard()).toEqual([]);
  advance(1);
  expect(heard()).toEqual(['status: Connecting…']);
  set(open());
  expect(heard()).toEqual([]);
  expect(screen.getByRole('status').textContent).toBe('');
});

it('announces nothing that was put away, and nothing again under another route', () => {
  const { set, rerender } = renderConnected(<ConnectionBanner key="first" />, lost());
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  const heard = listen();
  set(lost({ cause: 'unreachable' }));
  rerender(<ConnectionBanner key="second" />);
  expect(heard()).toEqual([]);
  expect(screen.getByRole('region').dataset['folded']).toBe('');
  set(failed());
  expect(heard()).toEqual([FAILED]);
  expect(screen.getByRole('region').dataset['folded']).toBeUndefined();
});

it('says the same words once where two connections are lost, and each its own', () => {
  const prices = createScriptedSocket(open());
  const { set } = renderConnected(
    <>
      <ConnectionBanner aria-label="Chat" />
      <ConnectionBanner aria-label="Prices" socket={prices} />
    </>,
    open(),
  );
  const heard = listen();
  act(() => {
    prices.set(lost());
    set(lost());
  });
  expect(heard()).toEqual([LOST]);
  act(() => prices.set(lost({ cause: 'unreachable' })));
  expect(heard()).toEqual(['status: Can’t reach the server. Reconnecting…']);
  set(open());
  expect(heard()).toEqual([RESTORED]);
  advance(2_000);
  act(() => prices.set(open()));
  expect(heard()).toEqual([RESTORED]);
});

it('stands behind newer banners at the same place, and at none that stands elsewhere', () => {
  const prices = createScriptedSocket(open());
  const news = createScriptedSocket(open());
  const { set } = renderConnected(
    <>
      <ConnectionBanner aria-label="Chat" />
      <ConnectionBanner aria-label="Prices" socket={prices} />
      <ConnectionBanner aria-label="News" socket={news} position="inline" />
    </>,
    open(),
  );
  const behind = (name: string) =>
    screen.queryByRole('region', { name })?.style.getPropertyValue('--heartbeat-behind') ?? null;
  act(() => prices.set(lost()));
  act(() => news.set(lost()));
  set(lost());
  expect(['Chat', 'Prices', 'News'].map(behind)).toEqual(['0', '1', '0']);
  set(open());
  advance(2_000);
  expect(['Chat', 'Prices', 'News'].map(behind)).toEqual([null, '0', '0']);
});
