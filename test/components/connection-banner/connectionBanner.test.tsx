import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
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
/** Title, clause and verb: what stands in the line. */
const line = () =>
  ['banner-title', 'banner-description', 'reconnect']
    .map((part) => banner()?.querySelector(`[data-heartbeat=${part}]`)?.textContent ?? '')
    .join(' · ');

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

describe('folding', () => {
  const chip = () => screen.getByRole('button', { name: 'Show more' });

  it('leaves a chip that says the truth, until the connection is back', async () => {
    const user = userEvent.setup();
    const { set } = renderConnected(<ConnectionBanner />, lost());
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    for (const snapshot of [lost({ attempt: 4 }), lost({ nextRetryAt: null }), lost({ cause: 'unreachable' })]) {
      set(snapshot);
      expect(banner()?.dataset['folded']).toBe('');
      expect(banner()?.textContent).toMatch(/^\d*Not connected$/);
      expect(screen.getAllByRole('button')).toEqual([chip()]);
    }
    set(open());
    expect(text()).toBe('Back online');
    set(lost());
    expect(line()).toContain('Connection lost');
  });

  it.each([failed(), failed({ cause: 'auth' }), lost({ cause: 'auth' })])(
    'ends with news for the person: %o',
    (news) => {
      const { set } = renderConnected(<ConnectionBanner />, lost());
      fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
      set(news);
      expect(banner()?.dataset['folded']).toBeUndefined();
    },
  );

  it('comes by itself after eight seconds without pointer or focus, unless the person is needed', () => {
    vi.useFakeTimers();
    const { set } = renderConnected(<ConnectionBanner />, lost({ nextRetryAt: null }));
    advance(7_999);
    expect(banner()?.dataset['folded']).toBeUndefined();
    advance(1);
    expect(text()).toBe('Not connected');
    fireEvent.keyDown(document, { key: 'F8' });
    advance(20);
    expect(line()).toContain('Connection lost');
    advance(20_000);
    expect(line()).toContain('Connection lost');
    act(() => (document.activeElement as HTMLElement).blur());
    advance(8_000);
    expect(text()).toBe('Not connected');
    set(failed());
    advance(60_000);
    expect(line()).toContain('Can’t reconnect');
  });

  it('comes by itself in the next outage, whatever had focus when the one before ended', () => {
    vi.useFakeTimers();
    const { set } = renderConnected(<ConnectionBanner />, lost({ nextRetryAt: null }));
    fireEvent.keyDown(document, { key: 'F8' });
    advance(20);
    expect(banner()?.contains(document.activeElement)).toBe(true);
    set(open());
    advance(2_000);
    expect(banner()).toBeNull();
    set(lost({ nextRetryAt: null }));
    advance(8_000);
    expect(text()).toBe('Not connected');
  });

  // A platform's timer of more than 2 147 483 647 ms fires at once.
  it.each([Infinity, Number.MAX_SAFE_INTEGER, 2_147_483_648])('never comes by itself with %d', (foldAfterMs) => {
    vi.useFakeTimers();
    renderConnected(<ConnectionBanner foldAfterMs={foldAfterMs} />, lost({ nextRetryAt: null }));
    advance(3_600_000);
    expect(line()).toContain('Connection lost');
  });

  it('ends under the mouse, but under a finger only when it presses', async () => {
    const { socket } = renderConnected(<ConnectionBanner />, lost());
    const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
    press('Dismiss');
    const point = (pointerType: string) =>
      act(() => {
        // React makes its "enter" of the "over" that bubbles.
        const event = new MouseEvent('pointerover', { bubbles: true, relatedTarget: document.body });
        Object.defineProperty(event, 'pointerType', { value: pointerType });
        banner()?.dispatchEvent(event);
      });
    point('touch');
    expect(banner()?.dataset['folded']).toBe('');
    press('Show more');
    expect(line()).toContain('Connection lost');
    press('Dismiss');
    point('mouse');
    expect(line()).toContain('Connection lost');
    expect(socket.calls).toEqual([]);
  });

  it('outlasts a banner that is mounted under another route, and ends with the outage', () => {
    const { set, rerender, socket } = renderConnected(<ConnectionBanner key="first" />, lost());
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    rerender(null);
    rerender(<ConnectionBanner key="second" />);
    expect(banner()?.dataset['folded']).toBe('');
    rerender(null);
    const lastClose = { code: 1006, reason: '', wasClean: false, at: 5 };
    act(() => socket.set(open()));
    set(lost({ lastClose }));
    rerender(<ConnectionBanner key="third" />);
    expect(banner()?.dataset['folded']).toBeUndefined();
  });
});

describe('keys', () => {
  const notes = () => screen.getByRole('textbox');

  it('F8 leads to the verb, Escape folds the banner and leads back', async () => {
    const user = userEvent.setup();
    renderConnected(
      <>
        <textarea />
        <ConnectionBanner />
      </>,
      lost(),
    );
    notes().focus();
    await user.keyboard('{F8}');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Retry now' })));
    await user.keyboard('{Escape}');
    expect(banner()?.dataset['folded']).toBe('');
    expect(document.activeElement).toBe(notes());
    await user.keyboard('{F8}');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Retry now' })));
  });

  it('are another one, or none', async () => {
    const user = userEvent.setup();
    const page = (hotkey: string | null) => (
      <>
        <textarea />
        <ConnectionBanner hotkey={hotkey} />
      </>
    );
    const { rerender } = renderConnected(page(null), lost());
    notes().focus();
    await user.keyboard('{F8}');
    await new Promise((resolve) => requestAnimationFrame(resolve));
    expect(document.activeElement).toBe(notes());
    rerender(page('F6'));
    await user.keyboard('{F6}');
    await waitFor(() => expect(document.activeElement).not.toBe(notes()));
  });

  it('Escape leaves the dialog around the banner open', async () => {
    const escaped = vi.fn();
    renderConnected(
      // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- stands for a dialog
      <div onKeyDown={escaped}>
        <ConnectionBanner />
      </div>,
      lost(),
    );
    screen.getByRole('button', { name: 'Retry now' }).focus();
    await userEvent.keyboard('{Escape}');
    expect(escaped).not.toHaveBeenCalled();
  });
});

describe('several connections', () => {
  it('may be none yet: the banner speaks of the provider’s', () => {
    renderConnected(<ConnectionBanner sockets={[]} />, lost());
    expect(line()).toContain('Connection lost');
  });

  it('are one banner that speaks of the worst, and retries all that are not there', async () => {
    const [chat, prices, files] = [
      createScriptedSocket(lost()),
      createScriptedSocket(open()),
      createScriptedSocket(open()),
    ];
    render(<ConnectionBanner sockets={[chat, prices, files]} />);
    expect(line()).toContain('Connection lost');
    act(() => prices.set(failed()));
    expect(line()).toContain('Can’t reconnect');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect([chat.calls, prices.calls, files.calls]).toEqual([['reconnect'], ['reconnect'], []]);
    act(() => prices.set(open()));
    expect(line()).toContain('Connection lost');
    act(() => chat.set(open()));
    expect(text()).toBe('Back online');
  });
});

describe('words', () => {
  it.each<[ConnectionCause | null, string]>([
    ['network-offline', 'You’re offline · Reconnects when the network is back · '],
    ['heartbeat-timeout', 'Connection lost · Reconnecting… · Retry now'],
    ['connect-timeout', 'Server not responding · Trying again… · Retry now'],
    ['connect-error', 'Can’t connect · Trying again… · Retry now'],
    ['unreachable', 'Can’t reach the server · Reconnecting… · Retry now'],
    ['upgrade-blocked', 'Connection blocked · A proxy or firewall is in the way · Retry now'],
    ['closed', 'Connection lost · Reconnecting… · Retry now'],
    [null, 'Connection lost · Reconnecting… · Retry now'],
    ['drain', 'Server restarting · Back in a moment · '],
    ['overload', 'Server busy · Waiting a little longer · Retry now'],
    ['auth', 'You’re signed out · Renewing your session… · '],
    ['refused', 'Connection refused · Trying again… · Retry now'],
    ['sleep', 'Lost while asleep · Reconnecting… · Retry now'],
    ['hidden', 'Lost in the background · Reconnecting… · Retry now'],
    ['manual', 'Reconnecting… ·  · Retry now'],
  ])('say what happened, what comes next and the one thing to do for %s', (cause, words) => {
    renderConnected(<ConnectionBanner />, lost({ cause }));
    expect(line()).toBe(words);
    expect(text()).toContain('Attempt 3 of 10');
  });

  it.each<[ConnectionCause, string]>([
    ['connect-error', 'Can’t reconnect · Tried 10 times · Try again'],
    ['auth', 'You’re signed out · Sign in to carry on · Try again'],
    ['refused', 'Connection refused · You don’t have access · Try again'],
  ])('say that no attempt will follow for %s', (cause, words) => {
    renderConnected(<ConnectionBanner />, failed({ cause }));
    expect(line()).toBe(words);
    expect(screen.queryByRole('timer')).toBeNull();
  });

  it('offer to sign in where the app can, and dial for nothing then', async () => {
    const signIn = vi.fn();
    const { socket, set } = renderConnected(<ConnectionBanner onSignIn={signIn} />, failed({ cause: 'auth' }));
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(signIn).toHaveBeenCalledOnce();
    expect(socket.calls).toEqual([]);
    set(failed({ cause: 'refused' }));
    expect(screen.queryByRole('button', { name: 'Sign in' })).toBeNull();
  });

  it('say what becomes of the messages in the outbox, and claim nothing without one', () => {
    const outbox = (queuedCount: number) => ({ queuedCount, unconfirmedCount: 0, droppedCount: 0 });
    const delivery = { caughtUpCount: 0, inDoubtCount: 1, notSentCount: 0, result: null };
    const { set } = renderConnected(<ConnectionBanner />, open({ delivery, outbox: outbox(0) }));
    set(lost());
    expect(line()).toContain('Reconnecting…');
    set({ outbox: outbox(1) });
    expect(line()).toContain('1 message will be sent when you’re back');
    set({ outbox: outbox(2) });
    expect(line()).toContain('2 messages will be sent when you’re back');
    set({ outbox: outbox(0), delivery: { ...delivery, inDoubtCount: 2 } });
    expect(line()).toContain('1 message may not have arrived');
    set(failed({ outbox: outbox(2) }));
    expect(line()).toContain('2 messages not sent yet');
    set(open({ delivery: { ...delivery, caughtUpCount: 2 } }));
    expect(text()).toBe('Back online2 messages sent');
    set({ delivery: { ...delivery, caughtUpCount: 2, inDoubtCount: 2 } });
    expect(text()).toBe('Back online1 message may not have arrived');
  });

  it.each<[number, RegExp]>([
    [1009, /Can’t reconnect.*A message was too large/],
    [1003, /Can’t reconnect.*could not read what this page sent/],
    [1007, /Can’t reconnect.*could not read what this page sent/],
    [4403, /Connection refused.*You don’t have access/],
  ])('say what a close with %i means, and not more', (code, words) => {
    const lastClose = { code, reason: '', wasClean: true, at: 0 };
    renderConnected(<ConnectionBanner />, failed({ cause: 'refused', attempt: 0, lastClose }));
    expect(text()).toMatch(words);
  });

  it('claim no number of attempts where it was given up before the last', () => {
    renderConnected(<ConnectionBanner />, failed({ cause: 'connect-error', attempt: 0, maxAttempts: 10 }));
    expect(text()).toContain('Can’t reconnect');
    expect(text()).not.toMatch(/Tried|off/);
  });

  it('give no total of attempts where there is none', () => {
    const { set } = renderConnected(<ConnectionBanner />, lost({ maxAttempts: Infinity }));
    expect(text()).toContain('Attempt 3');
    expect(text()).not.toContain('Attempt 3 of');
    set(failed({ maxAttempts: 0 }));
    expect(text()).toContain('Automatic retries are off');
  });

  it('can be replaced one by one, also those of the parts inside', () => {
    const labels = { title: { closed: 'Verbindung weg' }, button: { retry: 'Jetzt' } };
    renderConnected(<ConnectionBanner labels={labels} />, lost());
    expect(text()).toContain('Verbindung weg');
    expect(text()).toContain('Reconnecting…');
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
    const ref = createRef<HTMLSpanElement>();
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
    expect(text()).toMatch(/^Connection lostWe are on it\.Retrying in 5 s!Details.*Close code 1006.*Copy$/);
    expect(screen.queryByRole('button', { name: /Retry|Dismiss/ })).toBeNull();
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
    expect(screen.getAllByRole('button', { name: /Retry|Dismiss/ })).toHaveLength(2);
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
    await userEvent.click(within(screen.getByRole('region')).getByRole('button', { name: 'Try again' }));
    expect(own.calls).toEqual(['reconnect']);
    expect(socket.calls).toEqual([]);
  });
});
