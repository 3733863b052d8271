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
