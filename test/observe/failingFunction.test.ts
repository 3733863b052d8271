import { expect, it, onTestFinished, vi } from 'vitest';
import { observeEventSource, observeWebSocket, type PlatformConnection } from '../../src/observe/index.js';
import { createManualClock } from '../../src/testing/createManualClock.js';

class FakeConnection extends EventTarget {
  readyState = 0;
  close(): void {}
}

it.each([
  ['observeWebSocket', observeWebSocket],
  ['observeEventSource', observeEventSource],
] as const)('%s goes on after the app’s function has thrown, which it tells once', (_, observe) => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => said.mockRestore());
  // Node has one from 25 on; without it the console is told.
  vi.stubGlobal('reportError', undefined);
  onTestFinished(() => void vi.unstubAllGlobals());
  const clock = createManualClock();
  const connection = new FakeConnection();
  let api: { socket: PlatformConnection } | undefined = { socket: connection };
  const observed = observe(() => (api as { socket: PlatformConnection }).socket, { clock });

  api = undefined;
  expect(() => clock.advance(1_000)).not.toThrow();
  expect(said).toHaveBeenCalledTimes(1);
  api = { socket: connection };
  connection.readyState = 1;
  clock.advance(1_000);
  expect(observed.store.getState().status).toBe('open');
  observed.destroy();
  expect(clock.timerCount).toBe(0);
});

it('a wrong object throws at once, and leaves no timer', () => {
  const clock = createManualClock();
  expect(() => observeWebSocket(() => ({}) as never, { clock })).toThrow('observeWebSocket(() => socket)');
  expect(clock.timerCount).toBe(0);
});
