import { render } from '@testing-library/react';
import { StrictMode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionSnapshot } from '../../src/client/snapshot/snapshot.js';
import { useUnsentGuard } from '../../src/react/useUnsentGuard.js';
import { createScriptedSocket } from '../../src/testing/createScriptedSocket.js';
import { renderConnected } from '../support/react/components.js';

const outbox = (queuedCount: number, unconfirmedCount = 0): Partial<ConnectionSnapshot> => ({
  outbox: { queuedCount, unconfirmedCount, droppedCount: 0 },
});

const Guarded = () => <p>{String(useUnsentGuard())}</p>;

/** Whether the browser would ask before it leaves the page. */
function asks(): boolean {
  return !dispatchEvent(new Event('beforeunload', { cancelable: true }));
}

/** How many `beforeunload` listeners there are. */
function countListeners(): () => number {
  const added = vi.spyOn(window, 'addEventListener');
  const removed = vi.spyOn(window, 'removeEventListener');
  const count = ({ mock }: { mock: { calls: unknown[][] } }): number =>
    mock.calls.filter(([type]) => type === 'beforeunload').length;
  return () => count(added) - count(removed);
}

afterEach(() => void vi.restoreAllMocks());

describe('useUnsentGuard()', () => {
  it('asks while a message waits or is not confirmed, and listens only then', () => {
    const listeners = countListeners();
    const { set, container, unmount } = renderConnected(<Guarded />);
    expect([listeners(), asks(), container.textContent]).toEqual([0, false, 'false']);
    set(outbox(1));
    expect([listeners(), asks(), container.textContent]).toEqual([1, true, 'true']);
    set(outbox(0, 1));
    expect([listeners(), asks(), container.textContent]).toEqual([1, true, 'true']);
    set(outbox(0));
    expect([listeners(), asks(), container.textContent]).toEqual([0, false, 'false']);
    set(outbox(2));
    unmount();
    expect([listeners(), asks()]).toEqual([0, false]);
  });

  it('does not ask for what is in doubt: staying would not help it', () => {
    const { set } = renderConnected(<Guarded />);
    set({ ...outbox(0), delivery: { caughtUpCount: 0, inDoubtCount: 1, notSentCount: 0, result: null } });
    expect(asks()).toBe(false);
  });

  it('does not ask for what the store knows to be sent, before React has rendered it', () => {
    const socket = createScriptedSocket(outbox(1));
    const Own = () => <p>{String(useUnsentGuard(socket))}</p>;
    render(
      <StrictMode>
        <Own />
      </StrictMode>,
    );
    expect(asks()).toBe(true);
    const before = console.error;
    // Outside of `act`: React renders later.
    console.error = () => {};
    socket.set(outbox(0));
    const asked = asks();
    console.error = before;
    expect(asked).toBe(false);
  });
});
