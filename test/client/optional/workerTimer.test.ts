import { expect, it, onTestFinished, vi } from 'vitest';
import { workerTimer } from '../../../src/client/optional/workerTimer.js';
import { createOpenConnection } from '../../support/client/fakeConnection.js';

it('uses the timers of the page where there is no worker, and logs it once', () => {
  onTestFinished(() => void vi.unstubAllGlobals());
  vi.stubGlobal('Worker', undefined);
  const { subject, socket } = createOpenConnection({ heartbeat: { intervalMs: 25_000, timer: workerTimer() } });
  socket.pong();
  expect(subject.log.filter(({ kind }) => kind === 'timer.fallback')).toHaveLength(1);
  subject.destroy();
});

it.each([true, false])('leaves no blob behind, whether a worker can be made or not: %s', (canMake) => {
  onTestFinished(() => void vi.unstubAllGlobals());
  const blobs = new Set<string>();
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => `blob:${blobs.add(`blob:${blobs.size}`).size - 1}`);
  const revoked = vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void blobs.delete(url));
  onTestFinished(() => void vi.restoreAllMocks());
  vi.stubGlobal(
    'Worker',
    class extends EventTarget {
      constructor() {
        super();
        if (!canMake) throw new Error('refused');
      }
      postMessage(): void {}
      terminate(): void {}
    },
  );
  const { subject } = createOpenConnection({ heartbeat: { timer: workerTimer() } });
  expect(blobs.size).toBe(canMake ? 1 : 0);
  subject.disconnect();
  expect(blobs.size).toBe(0);
  expect(revoked).toHaveBeenCalledTimes(1);
});
