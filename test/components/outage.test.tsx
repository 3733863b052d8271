import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { StrictMode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SocketOptions } from '../../src/client/options.js';
import { ConnectionBanner, ConnectionIndicator, ReconnectButton, RetryCountdown } from '../../src/components/index.js';
import type { HeartbeatSocket } from '../../src/client/heartbeatSocket.js';
import { createFakeGateway, renderWithConnection, type FakeGateway } from '../../src/testing/index.js';
import { listen } from '../support/react/components.js';

// The real client against the fake gateway: these tests compare what a person sees with what goes on.
const heartbeat = { intervalMs: 5_000, timeoutMs: 10_000 };
const GRACE_MS = 1_000;

let gateway: FakeGateway;
let socket: HeartbeatSocket;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  socket.destroy();
  vi.useRealTimers();
});

const pass = (ms: number): void => act(() => void vi.advanceTimersByTime(ms));
const banner = () => screen.queryByRole('region', { name: 'Connection' });
/** For loops of hundreds: a query by role asks jsdom for the style of every element. */
const shownPhase = () => document.querySelector<HTMLElement>('[data-heartbeat=banner]')?.dataset['phase'];
const status = () => socket.store.getState().status;

function open(options: SocketOptions = {}, ui = <ConnectionBanner />): void {
  gateway = createFakeGateway({ heartbeat });
  socket = gateway.connect({ lostAfterMs: GRACE_MS, random: () => 0.5, ...options });
  renderWithConnection(<StrictMode>{ui}</StrictMode>, { render, socket });
  pass(0);
  expect(status()).toBe('open');
}
const down = (): void => {
  gateway.refuse();
  act(() => gateway.drop());
  pass(0);
};

describe('C1: the banner', () => {
  it('does not appear for a drop that heals 50 ms before the grace period ends', () => {
    open({ reconnect: { minDelayMs: GRACE_MS - 60, baseDelayMs: 0 } });
    const heard = listen();
    act(() => gateway.drop());
    pass(GRACE_MS - 50);
    expect(status()).toBe('open');
    pass(60_000);
    expect(heard()).toEqual([]);
  });

  it('appears once, when waits and dials alternate for longer than the grace period', () => {
    open({ reconnect: { minDelayMs: 200, baseDelayMs: 0, maxAttempts: 50 } });
    down();
    pass(GRACE_MS - 10);
    expect(gateway.dialCount).toBeGreaterThan(3);
    expect(banner()).toBeNull();
    pass(60);
    expect(banner()?.dataset['phase']).toBe('lost');
    const first = banner();
    pass(5_000);
    expect(banner()).toBe(first);
  });

  it('appears at once when no attempt will follow', () => {
    open();
    act(() => gateway.close(4403));
    pass(0);
    expect(banner()?.dataset['phase']).toBe('failed');
  });

  it('does not appear during the first three seconds of the first dial, and then says no more than that', () => {
    gateway = createFakeGateway({ heartbeat });
    gateway.hang();
    socket = gateway.connect({ connectTimeoutMs: 60_000 });
    renderWithConnection(<ConnectionBanner />, { render, socket });
    pass(2_990);
    expect(banner()).toBeNull();
    pass(20);
    expect(banner()?.textContent).toBe('Connecting…');
    pass(7_000);
    pass(1_100);
    expect(banner()?.textContent).toBe('Not connected');
  });
});

describe('C2: the button', () => {
  it('dials within 50 ms, shows it, and makes one socket for ten clicks', () => {
    open({ reconnect: { minDelayMs: 20_000, baseDelayMs: 0 } });
    down();
    pass(GRACE_MS);
    gateway.hang();
    const dials = gateway.dialCount;
    const button = screen.getByRole('button', { name: 'Retry now' });
    for (let click = 0; click < 10; click += 1) fireEvent.click(button);
    pass(50);
    expect(gateway.dialCount).toBe(dials + 1);
    expect(button.getAttribute('aria-busy')).toBe('true');
    expect(banner()?.textContent).toContain('Reconnecting…');
  });

  it('gives a fresh budget of attempts after the last one, and the countdown starts over', () => {
    open({ reconnect: { minDelayMs: 3_000, baseDelayMs: 0, maxAttempts: 2 } });
    down();
    pass(6_500);
    expect(status()).toBe('failed');
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    pass(700);
    expect(socket.store.getState()).toMatchObject({ status: 'reconnecting', attempt: expect.any(Number) });
    expect(screen.getByRole('timer', { name: 'Retrying in 3 s' })).toBeTruthy();
    expect(banner()?.textContent).toMatch(/Attempt [12] of 2/);
  });
});

describe('C3: the banner is a function of the store', () => {
  it('shows what the store says after every event, and goes in the commit that shows `open`', () => {
    open({ reconnect: { minDelayMs: 300, baseDelayMs: 0, maxAttempts: 3 }, connectTimeoutMs: 700 });
    let seed = 20_261_120;
    const draw = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const moves = [
      () => gateway.drop(),
      () => gateway.close(1012),
      () => gateway.close(4403),
      () => gateway.refuse(),
      () => gateway.accept(),
      () => gateway.hang(),
      () => gateway.silence(),
      () => gateway.speak(),
      () => socket.reconnect(),
      () => socket.disconnect(),
      () => socket.connect(),
    ];
    let opens = 0;
    for (let step = 0; step < 600; step += 1) {
      act(() => moves[draw(moves.length)]?.());
      pass(draw(2_500));
      const phase = shownPhase();
      if (status() === 'open') opens += 1;
      const { lost } = socket.store.getState();
      const mayShow = {
        open: ['restored'],
        reconnecting: lost ? ['lost'] : [],
        failed: ['failed'],
        degraded: ['restored'],
        connecting: ['connecting'],
      };
      expect([undefined, ...(mayShow[status() as keyof typeof mayShow] ?? [])]).toContain(phase);
    }
    expect(opens).toBeGreaterThan(25);
    // Work of seconds, with nothing to wait for: a machine that is busy takes as long as it takes.
  }, 90_000);
});

describe('C5: a dead connection', () => {
  it('is not shown as connected for longer than interval and timeout, and has the time of its last sign of life', () => {
    open({}, <ConnectionIndicator />);
    pass(12_000);
    gateway.silence();
    const { lastAliveAt } = socket.store.getState();
    pass(heartbeat.intervalMs + heartbeat.timeoutMs);
    expect(screen.queryByText('Connected')).toBeNull();
    expect(socket.store.getState().lastAliveAt).toBeGreaterThanOrEqual(lastAliveAt ?? Infinity);
    expect(socket.store.getState().lastAliveAt).toBeLessThanOrEqual(Date.now() - heartbeat.timeoutMs);
  });
});

describe('C6: a minute of outage', () => {
  it('makes three announcements without a digit, and does not move focus', () => {
    open(
      { reconnect: { minDelayMs: 4_000, baseDelayMs: 3_000, maxDelayMs: 6_000, maxAttempts: 8 } },
      <>
        <textarea aria-label="Notes" />
        <ConnectionBanner />
      </>,
    );
    screen.getByRole('textbox').focus();
    const heard = listen();
    down();
    const said: string[] = [];
    for (let second = 0; second < 60; second += 1) {
      pass(1_000);
      said.push(...heard());
      expect(document.activeElement).toBe(screen.getByRole('textbox'));
    }
    expect(status()).toBe('failed');
    gateway.accept();
    act(() => socket.reconnect());
    pass(10);
    expect([...said, ...heard()]).toEqual([
      'status: Connection lost. Reconnecting…',
      'alert: Can’t reconnect. Tried 8 times',
      'status: Back online',
    ]);
    expect(document.activeElement).toBe(screen.getByRole('textbox'));
  });
});

describe('C8: the countdown', () => {
  it('follows the timer of the client, whatever the wall clock does', () => {
    open({ reconnect: { minDelayMs: 8_000, baseDelayMs: 0 } }, <RetryCountdown />);
    down();
    const seen: number[] = [];
    for (let step = 0; step < 70; step += 1) {
      if (step === 20) vi.setSystemTime(Date.now() + 3_600_000);
      if (step === 40) vi.setSystemTime(Date.now() - 7_200_000);
      const left = Math.ceil((socket.retryInMs() ?? 0) / 1_000);
      const shown = Number(/\d+/.exec(document.body.textContent)?.[0] ?? 0);
      expect(Math.abs(shown - left)).toBeLessThanOrEqual(1);
      seen.push(shown);
      pass(100);
    }
    expect(seen).toEqual(seen.toSorted((a, b) => b - a));
  });
});

describe('C10: the end of all attempts', () => {
  it('has its own words, an action and no countdown', () => {
    open({ reconnect: { minDelayMs: 500, baseDelayMs: 0, maxAttempts: 3 } });
    down();
    pass(1_400);
    expect(banner()?.textContent).not.toMatch(/Can’t reconnect/);
    pass(600);
    expect(banner()?.textContent).toMatch(/Can’t reconnect.*Tried 3 times/);
    expect(screen.queryByRole('timer')).toBeNull();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined();
  });
});

// A thousand of them, and the heap they leave, are measured in a browser: test/e2e/leaks.test.ts.
describe('D6: mounts', () => {
  it('leave no socket, timer or listener behind', () => {
    gateway = createFakeGateway({ heartbeat });
    socket = gateway.connect();
    pass(0);
    const added = [document, window].map((target) => vi.spyOn(target, 'addEventListener'));
    const removed = [document, window].map((target) => vi.spyOn(target, 'removeEventListener'));
    const ui = (
      <>
        <ConnectionBanner />
        <ConnectionIndicator />
        <RetryCountdown ring />
        <ReconnectButton />
      </>
    );
    const timers = vi.getTimerCount();
    for (let cycle = 0; cycle < 40; cycle += 1) {
      const { unmount } = renderWithConnection(ui, { render, socket });
      if (cycle % 20 === 10) down();
      if (cycle % 20 === 19) gateway.accept();
      unmount();
    }
    cleanup();
    const count = (spies: typeof added | typeof removed, type: string): number =>
      spies.flatMap(({ mock }) => mock.calls as unknown[][]).filter(([name]) => name === type).length;
    expect(count(added, 'visibilitychange')).toBeGreaterThan(30);
    expect(count(added, 'visibilitychange')).toBe(count(removed, 'visibilitychange'));
    socket.destroy();
    pass(30_000);
    expect(vi.getTimerCount()).toBeLessThanOrEqual(timers);
    expect(vi.getTimerCount()).toBe(0);
    expect(gateway.peers).toHaveLength(0);
  });
});
