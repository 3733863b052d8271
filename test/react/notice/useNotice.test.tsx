import { act, cleanup, render } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Notice } from '../../../src/protocol/notice.js';
import { useNotice, type ShownNotice } from '../../../src/react/notice/useNotice.js';
import { HeartbeatProvider } from '../../../src/react/HeartbeatProvider.js';
import { createOpenConnection } from '../../support/client/fakeConnection.js';
import { advance, lost, open, renderConnected } from '../../support/react/components.js';

const notice = (patch: Partial<Notice> = {}): Notice => ({
  id: 'n1',
  level: 'info',
  text: { en: 'Maintenance', de: 'Wartung' },
  endsAt: null,
  ...patch,
});

const WELCOME =
  '{"type":"heartbeat.welcome","connectionId":"c","gatewayId":"g","heartbeat":{"intervalMs":25000,"timeoutMs":75000},"version":1}';

/** What each render saw. */
let seen: (ShownNotice | null)[] = [];
const Reader = () => {
  seen.push(useNotice());
  return null;
};
const shown = (): ShownNotice | null | undefined => seen.at(-1);

beforeEach(() => {
  seen = [];
  vi.useFakeTimers();
  sessionStorage.clear();
});
afterEach(() => {
  cleanup();
  document.documentElement.lang = '';
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('useNotice()', () => {
  it('tells what an operator says, connected or not, and null again when it is withdrawn', () => {
    const { set } = renderConnected(<Reader />, open());
    expect(shown()).toBeNull();
    set({ notice: notice() });
    expect(shown()).toMatchObject({ id: 'n1', level: 'info', lang: 'en', text: 'Maintenance' });
    set(lost());
    expect(shown()?.text).toBe('Maintenance');
    set({ notice: null });
    expect(shown()).toBeNull();
  });

  it('speaks the language of the page', () => {
    document.documentElement.lang = 'de-CH';
    renderConnected(<Reader />, open({ notice: notice() }));
    expect(shown()).toMatchObject({ lang: 'de', text: 'Wartung' });
  });

  it('ends at its instant, also when a timer fires early or the clock is set', () => {
    renderConnected(<Reader />, open({ notice: notice({ endsAt: Date.now() + 5_000 }) }));
    advance(4_999);
    expect(shown()).not.toBeNull();
    vi.setSystemTime(Date.now() - 2_000);
    advance(1);
    expect(shown()).not.toBeNull();
    advance(2_000);
    expect(shown()).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits for instants further away than a timer can reach', () => {
    const timeouts = vi.spyOn(globalThis, 'setTimeout');
    renderConnected(<Reader />, open({ notice: notice({ endsAt: Date.now() + 2 ** 31 + 60_000 }) }));
    // A platform takes a longer wait for none at all.
    expect(timeouts.mock.calls.filter(([, ms = 0]) => ms >= 2 ** 31)).toEqual([]);
    advance(2 ** 31 - 1);
    expect(shown()).not.toBeNull();
    advance(60_001);
    expect(shown()).toBeNull();
  });

  it('stays dismissed over a welcome that brings it again, and over a reload, until there is another', () => {
    const { set, unmount } = renderConnected(<Reader />, open({ notice: notice() }));
    act(() => shown()?.dismiss());
    expect(shown()).toBeNull();
    set({ notice: null });
    set({ notice: notice() });
    expect(shown()).toBeNull();
    unmount();
    // Another socket: as after a reload.
    const again = renderConnected(<Reader />, open({ notice: notice() }));
    expect(shown()).toBeNull();
    again.set({ notice: notice({ id: 'n2' }) });
    expect(shown()?.id).toBe('n2');
  });

  it('is dismissed everywhere at once, where the page may store nothing too', () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    const others: (ShownNotice | null)[] = [];
    const Other = () => {
      others.push(useNotice());
      return null;
    };
    renderConnected(
      <>
        <Reader />
        <Other />
      </>,
      open({ notice: notice() }),
    );
    act(() => shown()?.dismiss());
    expect([shown(), others.at(-1)]).toEqual([null, null]);
  });

  it('renders for the notice only', () => {
    const { set } = renderConnected(<Reader />, open({ notice: notice() }));
    const before = seen.length;
    set({ missedInRow: 1 });
    set(lost());
    set({ notice: notice() });
    expect(seen.length).toBe(before);
  });

  it('comes over the wire, and is forgotten after a welcome that nothing repeats it after', () => {
    const { subject, socket, clock } = createOpenConnection();
    render(
      <HeartbeatProvider socket={subject}>
        <Reader />
      </HeartbeatProvider>,
    );
    act(() => socket.receive('{"type":"heartbeat.notice","id":"n9","level":"warning","text":{"en":"Slow"}}'));
    expect(shown()).toMatchObject({ id: 'n9', level: 'warning', text: 'Slow' });
    act(() => socket.receive(WELCOME));
    expect(shown()).not.toBeNull();
    act(() => clock.advance(30_000));
    expect(shown()).toBeNull();
    act(() => subject.destroy());
  });
});
