import { expect, it, onTestFinished, vi } from 'vitest';
import { browserPage } from '../../src/client/page.js';
import { createOpenConnection } from '../support/client/fakeConnection.js';

it('D2, G3: a platform without document, window and events is a page that is visible and online', () => {
  onTestFinished(() => void vi.unstubAllGlobals());
  for (const name of ['document', 'window', 'navigator', 'Event', 'EventTarget', 'CloseEvent']) {
    vi.stubGlobal(name, undefined);
  }
  expect([browserPage.isHidden(), browserPage.isOnline()]).toEqual([false, true]);
  browserPage.subscribe(() => {})();
  const { subject, socket } = createOpenConnection();
  socket.close(4403, 'no');
  expect(subject.store.getState()).toMatchObject({ status: 'failed', lastClose: { code: 4403, reason: 'no' } });
});

it('hears in a worker, which has no window, of the network', () => {
  onTestFinished(() => void vi.unstubAllGlobals());
  const worker = new EventTarget();
  vi.stubGlobal('document', undefined);
  vi.stubGlobal('window', undefined);
  vi.stubGlobal('addEventListener', worker.addEventListener.bind(worker));
  const told: string[] = [];
  const stop = browserPage.subscribe((signal) => told.push(signal));
  worker.dispatchEvent(new Event('offline'));
  worker.dispatchEvent(new Event('online'));
  worker.dispatchEvent(new Event('beforeunload'));
  expect(told).toEqual(['offline', 'online', 'leaving']);
  stop();
  worker.dispatchEvent(new Event('offline'));
  expect(told).toHaveLength(3);
});
