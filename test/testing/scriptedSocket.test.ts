import { describe, expect, it } from 'vitest';
import { createScriptedSocket } from '../../src/testing/index.js';

describe('a scripted socket', () => {
  it.each([
    ['open', true],
    ['degraded', true],
    ['reconnecting', false],
    ['failed', false],
  ] as const)('sends while messages flow, and says so: %s', async (status, isUp) => {
    const made = createScriptedSocket({ status });
    const set = createScriptedSocket();
    set.set({ status });
    for (const socket of [made, set]) {
      expect(socket.store.getState().canSend).toBe(isUp);
      expect(socket.send('hello')).toBe(isUp ? 'sent' : 'rejected');
      // oxlint-disable-next-line no-await-in-loop -- two sockets
      expect(await socket.check()).toMatchObject({ alive: isUp });
    }
  });

  it('can be told that an outbox takes messages', () => {
    const socket = createScriptedSocket({ status: 'reconnecting', canSend: true });
    socket.set({ attempt: 2 });
    expect(socket.store.getState().canSend).toBe(true);
  });
});
