import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createRef } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConnectionBanner } from '../../../src/components/index.js';
import type { ConnectionStatus } from '../../../src/machine/status.js';
import type { ConnectionCause } from '../../../src/protocol/events.js';
import { createScriptedSocket } from '../../../src/testing/createScriptedSocket.js';
import { advance, failed, lost, open, renderConnected } from '../../support/react/components.js';

const banner = () => screen.queryByRole('region', { name: 'Connection' });
const text = () => banner()?.textContent ?? '';

const warnings: unknown[][] = [];
beforeEach(() => {
  warnings.length = 0;
  for (const level of ['error', 'warn'] as const) {
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => void warnings.push(words));
  }
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  if (warnings.length > 0) throw new Error(`React warned: ${warnings.join('; ')}`);
});

describe('when it shows', () => {
  it.each<ConnectionStatus>(['idle', 'connecting', 'open', 'degraded', 'paused', 'closed'])(
    'does not show while %s',
    (status) => {
      renderConnected(<ConnectionBanner />, { status });
      expect(banner()).toBeNull();
      expect(screen.getByRole('status').textContent).toBe('');
    },
  );

  it('waits until the store calls the connection lost, whether the connection waits or dials', () => {
    const { set } = renderConnected(<ConnectionBanner />, open());
    set(lost({ lost: false }));
    set({ nextRetryAt: null });
    expect(banner()).toBeNull();
    set({ lost: true });
    expect(banner()?.dataset['phase']).toBe('lost');
  });

  it.each([failed({ lost: false }), failed({ cause: 'auth' })])('shows at once for %o', (snapshot) => {
    const { set } = renderConnected(<ConnectionBanner />, open());
    set(snapshot);
    expect(banner()).not.toBeNull();
  });

  it.each([lost(), lost({ status: 'offline' }), lost({ nextRetryAt: null }), failed(), failed({ cause: 'auth' })])(
    'is gone in the commit in which %o becomes open',
    (snapshot) => {
      const { set } = renderConnected(<ConnectionBanner />, snapshot);
      expect(banner()).not.toBeNull();
      set(open());
      expect(text()).toBe('Back online');
    },
  );

  it('goes without "Back online" when the app ends the connection', () => {
    const { set } = renderConnected(<ConnectionBanner />, lost());
    set({ status: 'closed', cause: 'manual', nextRetryAt: null });
    expect(banner()).toBeNull();
    set(open());
    expect(banner()).toBeNull();
  });
});

describe('after an outage', () => {
  it('says "Back online" for two seconds when the outage was shown', () => {
    vi.useFakeTimers();
    const { set } = renderConnected(<ConnectionBanner />, lost());
    set(open());
    expect(banner()?.dataset['phase']).toBe('restored');
    expect(screen.queryByRole('button')).toBeNull();
    advance(1_999);
    expect(banner()).not.toBeNull();
    advance(1);
    expect(banner()).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says nothing when the outage was not shown', () => {
    const { set } = renderConnected(<ConnectionBanner />, open());
    set(lost({ lost: false }));
    set(open());
    expect(banner()).toBeNull();
    expect(screen.getByRole('status').textContent).toBe('');
  });

  it('shows at most one banner at a time through a hundred outages', () => {
    vi.useFakeTimers();
    const { set } = renderConnected(<ConnectionBanner />, open());
    const banners = document.getElementsByTagName('section');
    for (let cycle = 0; cycle < 100; cycle += 1) {
      set(lost());
      expect(banners).toHaveLength(1);
      set(open());
      expect(banners).toHaveLength(1);
      advance(cycle * 40);
    }
    advance(2_000);
    expect(banner()).toBeNull();
  });

  it('does not say "Back online" when another socket replaces the lost one', () => {
    const first = createScriptedSocket(lost());
    const second = createScriptedSocket(open());
    const { rerender } = render(<ConnectionBanner socket={first} />);
    expect(banner()).not.toBeNull();
    rerender(<ConnectionBanner socket={second} />);
    expect(banner()).toBeNull();
  });
});

describe('dismissing', () => {
  it('lasts until the connection is back', async () => {
    const user = userEvent.setup();
    const { set } = renderConnected(<ConnectionBanner />, lost());
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(banner()).toBeNull();
    for (const snapshot of [lost({ attempt: 4 }), lost({ nextRetryAt: null }), failed(), lost({ cause: 'manual' })]) {
      set(snapshot);
      expect(banner()).toBeNull();
    }
    set(open());
    expect(text()).toBe('Back online');
    set(lost());
    expect(banner()?.dataset['phase']).toBe('lost');
  });
});

describe('words', () => {
  it.each<[ConnectionCause | null, RegExp]>([
    ['network-offline', /You are offline.*when your network is back/],
    ['heartbeat-timeout', /Connection timed out.*stopped answering/],
    ['connect-timeout', /Server not responding.*Trying again/],
    ['connect-error', /Can’t connect.*Trying again/],
    ['unreachable', /Can’t reach the server.*Trying again/],
    ['upgrade-blocked', /Connection blocked.*proxy or firewall/],
    ['closed', /Connection lost.*Reconnecting automatically/],
    [null, /Connection lost.*Reconnecting automatically/],
    ['drain', /Server restarting.*in a moment/],
    ['overload', /Server busy.*Waiting/],
    ['auth', /Signed out.*Renewing your session/],
    ['refused', /Connection refused/],
    ['sleep', /lost while asleep/],
    ['hidden', /in the background/],
    ['manual', /Reconnecting.*fresh connection/],
  ])('say what happened and what comes next for %s', (cause, words) => {
    renderConnected(<ConnectionBanner />, lost({ cause }));
    expect(text()).toMatch(words);
    expect(text()).toContain('Attempt 3 of 10.');
  });

  it.each<[ConnectionCause, RegExp]>([
    ['connect-error', /Could not reconnect.*Tried 10 times/],
    ['auth', /Signed out.*Sign in again/],
    ['refused', /Connection refused.*You don’t have access/],
  ])('say that no attempt will follow for %s', (cause, words) => {
    renderConnected(<ConnectionBanner />, failed({ cause }));
    expect(text()).toMatch(words);
    expect(text()).not.toMatch(/Attempt \d|Retrying|Connecting/);
  });

  it.each<[number, RegExp]>([
    [1009, /Could not reconnect.*A message was too large/],
    [1003, /Could not reconnect.*could not read what this page sent/],
    [1007, /Could not reconnect.*could not read what this page sent/],
    [4403, /Connection refused.*You don’t have access/],
  ])('say what a close with %i means, and not more', (code, words) => {
    const lastClose = { code, reason: '', wasClean: true, at: 0 };
    renderConnected(<ConnectionBanner />, failed({ cause: 'refused', attempt: 0, lastClose }));
    expect(text()).toMatch(words);
  });

  it('claim no number of attempts where it was given up before the last', () => {
    renderConnected(<ConnectionBanner />, failed({ cause: 'connect-error', attempt: 0, maxAttempts: 10 }));
    expect(text()).toContain('Could not reconnect');
    expect(text()).not.toMatch(/Tried|off/);
  });

  it('do not count attempts while offline, and give no total where there is none', () => {
    const { set } = renderConnected(<ConnectionBanner />, lost({ status: 'offline' }));
    expect(text()).toContain('You are offline');
    expect(text()).not.toContain('Attempt');
    set(lost({ maxAttempts: Infinity }));
    expect(text()).toContain('Attempt 3.');
    set(failed({ maxAttempts: 0 }));
    expect(text()).toContain('Automatic retries are off.');
  });

  it('contain the close code for support', () => {
    renderConnected(
      <ConnectionBanner />,
      failed({ lastClose: { code: 4403, reason: 'no seat', wasClean: true, at: 0 } }),
    );
    expect(screen.getByText('Details').closest('details')?.textContent).toContain('Close code 4403: no seat');
  });

  it('can be replaced one by one, also those of the parts inside', () => {
    const labels = { title: { closed: 'Verbindung weg' }, button: { reconnect: 'Jetzt' } };
    renderConnected(<ConnectionBanner labels={labels} />, lost());
    expect(text()).toContain('Verbindung weg');
    expect(text()).toContain('Reconnecting automatically.');
    expect(screen.getByRole('button', { name: 'Jetzt' })).toBeTruthy();
  });
});

describe('the element', () => {
  it('has its state in data attributes', () => {
    const { set } = renderConnected(<ConnectionBanner />, lost());
    expect(banner()?.dataset).toMatchObject({
      heartbeat: 'banner',
      phase: 'lost',
      status: 'reconnecting',
      cause: 'closed',
      position: 'top',
    });
    expect(banner()?.dataset['dialing']).toBeUndefined();
    set({ nextRetryAt: null });
    expect(banner()?.dataset['dialing']).toBe('');
    set(open());
    expect(banner()?.dataset).toMatchObject({ phase: 'restored', status: 'open' });
    expect(banner()?.dataset['cause']).toBeUndefined();
  });

  it('takes a ref, attributes, and functions of its state for class and style', () => {
    const ref = createRef<HTMLElement>();
    const { set } = renderConnected(
      <ConnectionBanner
        ref={ref}
        id="line"
        position="bottom"
        className={({ phase, cause }) => `is-${phase} by-${cause}`}
        style={({ isDialing }) => ({ opacity: isDialing ? 0.5 : 1 })}
      />,
      lost(),
    );
    expect(ref.current).toBe(banner());
    expect(banner()?.id).toBe('line');
    expect(banner()?.className).toBe('is-lost by-closed');
    expect(banner()?.style.opacity).toBe('1');
    expect(banner()?.dataset['position']).toBe('bottom');
    set({ nextRetryAt: null });
    expect(banner()?.style.opacity).toBe('0.5');
  });

  it('consists of parts that can be arranged differently', () => {
    const ref = createRef<HTMLDivElement>();
    renderConnected(
      <ConnectionBanner.Root>
        <ConnectionBanner.Title ref={ref} className={({ phase }) => phase} lang="en" />
        <ConnectionBanner.Description>We are on it.</ConnectionBanner.Description>
        <ConnectionBanner.Countdown />
        <ConnectionBanner.Icon>!</ConnectionBanner.Icon>
        <ConnectionBanner.Details />
      </ConnectionBanner.Root>,
      lost({ lastClose: { code: 1006, reason: '', wasClean: false, at: 0 } }),
    );
    expect(ref.current?.className).toBe('lost');
    expect(ref.current?.lang).toBe('en');
    expect(text()).toMatch(/^Connection lostWe are on it\.Retrying in 5 s!DetailsClose code 1006$/);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('has parts that go away once the connection is back', () => {
    const { set } = renderConnected(
      <ConnectionBanner>
        <ConnectionBanner.Title />
        <ConnectionBanner.Description />
        <ConnectionBanner.Countdown />
        <ConnectionBanner.Action />
        <ConnectionBanner.Dismiss />
        <ConnectionBanner.Details />
      </ConnectionBanner>,
      lost({ lastClose: { code: 1006, reason: '', wasClean: false, at: 0 } }),
    );
    expect(screen.getAllByRole('button')).toHaveLength(2);
    set(open());
    expect(text()).toBe('Back online');
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('has parts that throw outside of a banner, and say where they belong', () => {
    const report = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(() => render(<ConnectionBanner.Title />)).toThrow('inside <ConnectionBanner>');
    report.mockRestore();
  });

  it('has an action that can do something else than reconnect', async () => {
    const signIn = vi.fn<(event: { preventDefault: () => void }) => void>((event) => event.preventDefault());
    const { socket } = renderConnected(
      <ConnectionBanner>
        <ConnectionBanner.Action onClick={signIn}>Sign in</ConnectionBanner.Action>
      </ConnectionBanner>,
      failed({ cause: 'auth' }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(signIn).toHaveBeenCalledOnce();
    expect(socket.calls).toEqual([]);
  });

  it('uses the socket it is given, also for its parts', async () => {
    const own = createScriptedSocket(failed());
    const { socket } = renderConnected(<ConnectionBanner socket={own} />, open());
    await userEvent.click(within(screen.getByRole('region')).getByRole('button', { name: 'Reconnect now' }));
    expect(own.calls).toEqual(['reconnect']);
    expect(socket.calls).toEqual([]);
  });
});
