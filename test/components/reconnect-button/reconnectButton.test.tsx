import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createRef } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { ReconnectButton } from '../../../src/components/index.js';
import { failed, lost, renderConnected } from '../../support/react/components.js';

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
