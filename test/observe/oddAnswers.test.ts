import { expect, it, onTestFinished, vi } from 'vitest';
import { observe, type ObserveOptions } from '../../src/observe/index.js';
import { createManualClock } from '../../src/testing/createManualClock.js';

function follow(given: Partial<ObserveOptions>) {
  let changed = (): void => {};
  const connection = observe({
    subscribe: (tell) => ((changed = tell), () => {}),
    getStatus: () => 'reconnecting',
    reconnect: () => {},
    clock: createManualClock(),
    ...given,
  });
  onTestFinished(() => connection.destroy());
  return { connection, change: () => changed() };
}

it.each([NaN, Infinity, undefined as unknown as number, null])('%s is no time to count down to', (nextRetryAt) => {
  const { connection } = follow({ getNextRetryAt: () => nextRetryAt });
  expect(connection.store.getState()).toMatchObject({ status: 'reconnecting', nextRetryAt: null });
  expect(connection.log.map(({ kind }) => kind)).not.toContain('retry.scheduled');
});

it('does not stop a client half-way by what the app’s functions throw', () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => said.mockRestore());
  vi.stubGlobal('reportError', undefined);
  onTestFinished(() => void vi.unstubAllGlobals());
  let status = 'open';
  const { connection, change } = follow({ getStatus: () => status as 'open' });
  status = 'broken';
  expect(change).not.toThrow();
  expect(said).toHaveBeenCalledWith(expect.objectContaining({ code: 'HEARTBEAT_OPTION' }));
  expect(connection.store.getState().status).toBe('open');
  status = 'reconnecting';
  change();
  expect(connection.store.getState().status).toBe('reconnecting');
});
