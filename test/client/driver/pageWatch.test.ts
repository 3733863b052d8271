import { describe, expect, it, vi } from 'vitest';
import { createPageWatch } from '../../../src/client/driver/pageWatch.js';
import type { PageSignal } from '../../../src/machine/event.js';
import { createFakeConnection, createOpenConnection } from '../../support/client/fakeConnection.js';
import { createFakePage } from '../../support/client/fakePage.js';

it('A17: listens to the page only while a connection is wanted', () => {
  const page = createFakePage();
  const { subject } = createFakeConnection({ page });
  expect(page.listenerCount).toBe(0);
  subject.connect();
  expect(page.listenerCount).toBe(1);
  subject.disconnect();
  expect(page.listenerCount).toBe(0);
  subject.connect();
  expect(page.listenerCount).toBe(1);
  subject.destroy();
  expect(page.listenerCount).toBe(0);
});

it('opens a connection even where the page says that it is hidden and offline', () => {
  const { subject, socket } = createOpenConnection({ page: createFakePage({ isHidden: true, isOnline: false }) });
  expect(socket.dropped).toBeUndefined();
  expect(subject.store.getState().status).toBe('open');
});

it('D2: reconnects at once when an adapter of the app’s own, such as AppState, comes to the foreground', () => {
  const page = createFakePage();
  const { subject, clock, socket, sockets } = createOpenConnection({ page, reconnect: { minDelayMs: 60_000 } });
  socket.close();
  expect(sockets).toHaveLength(1);
  page.signal('visible');
  expect(sockets).toHaveLength(2);
  clock.advance(50);
  expect(subject.retryInMs()).toBeNull();
});

describe('as it begins to listen', () => {
  it.each([
    [{ isHidden: true }, { hiddenAt: null, isOnline: true }, ['hidden']],
    [{ isHidden: false }, { hiddenAt: 5, isOnline: true }, ['visible']],
    [{ isOnline: false }, { hiddenAt: null, isOnline: true }, ['offline']],
    [{ isOnline: true }, { hiddenAt: null, isOnline: false }, ['online']],
    [{ isHidden: true, isOnline: false }, { hiddenAt: null, isOnline: true }, ['hidden', 'offline']],
    [{ isHidden: true, isOnline: false }, { hiddenAt: 5, isOnline: false }, []],
  ] as const)('to a page that is %o where %o was known, it tells %o', (is, known, told) => {
    const signals: PageSignal[] = [];
    createPageWatch(createFakePage(is), (signal) => signals.push(signal))(true, { ...known, leavingAt: -Infinity });
    expect(signals).toEqual(told);
  });
});

it('listens once to an adapter that returns no undo, or throws', () => {
  const subscribe = vi.fn<() => never>();
  const watch = createPageWatch({ isHidden: () => false, isOnline: () => true, subscribe }, () => {});
  const known = { hiddenAt: null, isOnline: true, leavingAt: -Infinity };
  watch(true, known);
  watch(true, known);
  watch(false, known);
  expect(subscribe).toHaveBeenCalledOnce();
});
