import { act, render } from '@testing-library/react';
import { StrictMode, type ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionSnapshot } from '../../src/client/snapshot/snapshot.js';
import {
  useConnection,
  useConnectionListeners,
  useHeartbeatLog,
  useLastMessage,
  type ConnectionListeners,
} from '../../src/react/index.js';
import { createScriptedSocket, renderWithConnection } from '../../src/testing/index.js';

beforeEach(
  () =>
    void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'] }),
);
afterEach(() => void vi.useRealTimers());

const frame = (): void => act(() => void vi.advanceTimersByTime(17));

describe('useConnection without a selector', () => {
  it('renders again only for the fields it read', () => {
    const renders: unknown[] = [];
    const Reader = (): ReactNode => {
      const { status, missedInRow } = useConnection();
      renders.push(0);
      return `${status} ${missedInRow}`;
    };
    const { socket, container } = renderWithConnection(<Reader />, { render, snapshot: { status: 'open' } });
    const set = (patch: Partial<ConnectionSnapshot>): void => act(() => socket.set(patch));
    const before = renders.length;
    set({ latency: { lastMs: 1, smoothedMs: 1, jitterMs: 0 } });
    set({ connectionId: 'other', lastAliveAt: 5 });
    expect(renders).toHaveLength(before);
    set({ missedInRow: 1 });
    expect([renders.length, container.textContent]).toEqual([before + 1, 'open 1']);
  });

  it('returns the present value of a field that is read later', () => {
    const Reader = ({ deep }: { deep: boolean }): ReactNode => {
      const connection = useConnection();
      return deep ? `${connection.status} ${connection.missedInRow}` : connection.status;
    };
    const { socket, container, rerender } = renderWithConnection(<Reader deep={false} />, { render });
    act(() => socket.set({ missedInRow: 7 }));
    rerender(<Reader deep />);
    expect(container.textContent).toBe('idle 7');
    act(() => socket.set({ missedInRow: 8 }));
    expect(container.textContent).toBe('idle 8');
  });

  it('returns the same object while no field that was read changes, and renders on a server', () => {
    const views = new Set<ConnectionSnapshot>();
    const socket = createScriptedSocket({ status: 'open' });
    const Reader = (): ReactNode => {
      const view = useConnection(undefined, socket);
      views.add(view);
      return view.status;
    };
    expect(renderToString(<Reader />)).toBe('open');
    views.clear();
    const { rerender } = render(<Reader />);
    act(() => socket.set({ missedInRow: 1 }));
    rerender(<Reader />);
    expect(views.size).toBe(1);
  });
});

describe('useHeartbeatLog', () => {
  it('returns all records, and renders once a frame', () => {
    const renders: unknown[] = [];
    const Log = (): ReactNode => {
      const records = useHeartbeatLog();
      renders.push(0);
      return records.map(({ seq }) => seq).join(' ');
    };
    const { socket, container } = renderWithConnection(<Log />, { render });
    const before = renders.length;
    for (let seq = 1; seq <= 5; seq += 1) {
      socket.record({ kind: 'ping.sent', at: 0, seq, side: 'client', gatewayId: null, connectionId: null });
    }
    expect(renders).toHaveLength(before);
    frame();
    expect([renders.length, container.textContent]).toEqual([before + 1, '1 2 3 4 5']);
  });
});

describe('useLastMessage', () => {
  it('returns the newest message once a frame, and undefined before the first', () => {
    const seen: unknown[] = [];
    const Last = (): ReactNode => {
      const data = useLastMessage();
      seen.push(data);
      return null;
    };
    const { socket, unmount } = renderWithConnection(<Last />, { render });
    for (let number = 0; number < 1_000; number += 1) socket.deliver(number);
    frame();
    socket.deliver('next');
    frame();
    expect(seen).toEqual([undefined, 999, 'next']);
    socket.deliver('never shown');
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('useConnectionListeners', () => {
  const story = (steps: Partial<ConnectionSnapshot>[]): string[] => {
    const told: string[] = [];
    const socket = createScriptedSocket({ status: 'open' });
    const Toasts = (listeners: ConnectionListeners): ReactNode => {
      useConnectionListeners(listeners, socket);
      return null;
    };
    render(
      <StrictMode>
        <Toasts
          onLost={({ cause }) => told.push(`lost ${cause}`)}
          onRestored={() => told.push('restored')}
          onFailed={() => told.push('failed')}
        />
      </StrictMode>,
    );
    for (const step of steps) act(() => socket.set(step));
    return told;
  };
  const drop: Partial<ConnectionSnapshot> = { status: 'reconnecting', cause: 'closed', lost: false };
  const open: Partial<ConnectionSnapshot> = { status: 'open', cause: null, lost: false };

  it('calls nothing for a drop that heals in time', () => {
    expect(story([drop, open, drop, open])).toEqual([]);
  });

  it('calls each listener once in an outage', () => {
    const outage = [drop, { lost: true }, { nextRetryAt: 5 }, { nextRetryAt: null }, { status: 'failed' as const }];
    expect(story([...outage, { status: 'reconnecting' }, open, open])).toEqual(['lost closed', 'failed', 'restored']);
  });

  it('calls back for a failure without a loss before it, and for its end', () => {
    expect(story([{ status: 'failed', lost: true, cause: 'auth' }, open])).toEqual(['failed', 'restored']);
  });

  it('does not call `onRestored` when the app ends the connection in between', () => {
    expect(story([drop, { lost: true }, { status: 'closed', lost: false }, open])).toEqual(['lost closed']);
  });
});
