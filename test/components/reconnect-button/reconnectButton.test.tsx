import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createRef } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConnectionBanner, ReconnectButton } from '../../../src/components/index.js';
import { createScriptedSocket } from '../../../src/testing/createScriptedSocket.js';
import { advance, failed, listen, lost, open, renderConnected } from '../../support/react/components.js';

const button = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Reconnect now' });

describe('ReconnectButton', () => {
  it('reconnects by mouse and by keyboard, and submits no form', async () => {
    const submitted = vi.fn<(event: { preventDefault: () => void }) => void>((event) => event.preventDefault());
    const user = userEvent.setup();
    const { socket } = renderConnected(
      <form onSubmit={submitted}>
        <ReconnectButton />
      </form>,
      failed(),
    );
    await user.click(button());
    await user.keyboard('{Enter}');
    await user.keyboard(' ');
    expect(socket.calls).toEqual(['reconnect', 'reconnect', 'reconnect']);
    expect(submitted).not.toHaveBeenCalled();
  });

  it('is busy while dialling, keeps its name, and stays clickable', async () => {
    const { socket, set } = renderConnected(<ReconnectButton />, lost());
    expect(button().getAttribute('aria-busy')).toBe('false');
    set({ nextRetryAt: null });
    expect(button().getAttribute('aria-busy')).toBe('true');
    expect(button().disabled).toBe(false);
    await userEvent.click(button());
    expect(socket.calls).toEqual(['reconnect']);
  });

  it('calls the handler of the app first, which may replace reconnecting', async () => {
    const calls: string[] = [];
    const { socket, rerender } = renderConnected(<ReconnectButton onClick={() => calls.push('first')} />, failed());
    await userEvent.click(button());
    expect([calls, socket.calls]).toEqual([['first'], ['reconnect']]);
    rerender(<ReconnectButton onClick={(event) => event.preventDefault()} />);
    await userEvent.click(button());
    expect(socket.calls).toEqual(['reconnect']);
  });

  it('passes on ref, attributes and styling, and has its status in an attribute', () => {
    const ref = createRef<HTMLButtonElement>();
    renderConnected(
      <ReconnectButton ref={ref} title="now" className={({ status, isDialing }) => `${status} ${isDialing}`} />,
      lost({ nextRetryAt: null }),
    );
    expect(ref.current).toBe(button());
    expect(button().title).toBe('now');
    expect(button().className).toBe('reconnecting true');
    expect(button().dataset).toMatchObject({ heartbeat: 'reconnect', status: 'reconnecting' });
    expect(button().type).toBe('button');
  });
});

describe('what came of an attempt', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const press = () => fireEvent.click(button());
  /** Long enough for the dial to be seen. */
  const dial = (set: (patch: object) => void) => {
    set(lost({ nextRetryAt: null }));
    advance(600);
  };

  it.each([
    ['the connection is back', open(), 'status: Back online'],
    ['another attempt follows', lost({ cause: 'connect-error' }), 'status: Can’t connect'],
    ['there is no network', lost({ status: 'offline' }), 'status: You’re offline'],
    ['no attempt follows', failed(), 'status: Can’t reconnect'],
    ['a sign-in is needed', failed({ cause: 'auth' }), 'status: You’re signed out'],
  ])('is announced once: %s', (_, outcome, words) => {
    const { set } = renderConnected(<ReconnectButton />, lost());
    const heard = listen();
    press();
    dial(set);
    expect(heard()).toEqual([]);
    set(outcome);
    advance(600);
    expect(heard()).toEqual([words]);
    dial(set);
    set(outcome);
    advance(600);
    expect(heard()).toEqual([]);
    press();
    dial(set);
    expect(heard()).toEqual([]);
    set(outcome);
    advance(600);
    expect(heard()).toEqual([words]);
  });

  it('is not announced of attempts that the person did not ask for, or that the app replaced', () => {
    const { set, rerender } = renderConnected(<ReconnectButton />, lost());
    const heard = listen();
    dial(set);
    set(open());
    rerender(<ReconnectButton onClick={(event) => event.preventDefault()} />);
    set(lost());
    press();
    dial(set);
    set(open());
    expect(heard()).toEqual([]);
  });

  it('is left to the banner where there is one: each fact once', () => {
    const { set } = renderConnected(
      <>
        <ReconnectButton />
        <ConnectionBanner />
        <ReconnectButton>Again</ReconnectButton>
      </>,
      lost(),
    );
    const heard = listen();
    press();
    dial(set);
    expect(heard()).toEqual(['status: Reconnecting…']);
    set(lost());
    advance(600);
    expect(heard()).toEqual(['status: Connection lost. Reconnecting…']);
    press();
    dial(set);
    heard();
    set(failed());
    advance(600);
    expect(heard()).toEqual(['alert: Can’t reconnect. Tried 10 times']);
    press();
    dial(set);
    set(open());
    advance(600);
    expect(heard().at(-1)).toBe('status: Back online');
  });

  it('is announced where the banner does not know of an outage, and where it was put away', () => {
    const { set } = renderConnected(
      <>
        <ReconnectButton />
        <ConnectionBanner />
      </>,
      open(),
    );
    const heard = listen();
    press();
    set(lost({ lost: false, nextRetryAt: null }));
    set(open());
    expect(heard()).toEqual(['status: Back online']);
    set(lost());
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    press();
    dial(set);
    heard();
    set(lost({ cause: 'connect-error' }));
    advance(600);
    expect(heard()).toEqual(['status: Can’t connect']);
  });

  it('is announced by one of two banners of the same connection, as everything is', () => {
    const socket = createScriptedSocket(open());
    const sockets = [createScriptedSocket(open()), socket];
    const view = (isBoth: boolean) => (
      <>
        {isBoth && <ConnectionBanner socket={socket} aria-label="One" />}
        <ConnectionBanner sockets={sockets} aria-label="Two" />
      </>
    );
    const { rerender } = render(view(true));
    const heard = listen();
    const set = (patch: object) => act(() => socket.set(patch));
    set(lost());
    expect(heard()).toEqual(['status: Connection lost. Reconnecting…']);
    set(failed());
    expect(heard()).toEqual(['alert: Can’t reconnect. Tried 10 times']);
    set(lost());
    heard();
    set(failed());
    expect(heard()).toEqual(['alert: Can’t reconnect. Tried 10 times']);
    rerender(view(false));
    expect(heard()).toEqual([]);
    set(open());
    expect(heard()).toEqual(['status: Back online']);
  });
});
