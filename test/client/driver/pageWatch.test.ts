import { expect, it } from 'vitest';
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
