import { expect, it, onTestFinished, vi } from 'vitest';
import { workerTimer } from '../../../src/client/optional/workerTimer.js';
import { createOpenConnection } from '../../support/client/fakeConnection.js';

it('uses the timers of the page where there is no worker, and logs it once', () => {
  onTestFinished(() => void vi.unstubAllGlobals());
  vi.stubGlobal('Worker', undefined);
  const { subject, socket } = createOpenConnection({ heartbeat: { intervalMs: 25_000, timer: workerTimer() } });
  socket.receive('{"type":"pong"}');
  expect(subject.log.filter(({ kind }) => kind === 'timer.fallback')).toHaveLength(1);
  subject.destroy();
});
