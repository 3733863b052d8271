import { afterEach, describe, expect, it, vi } from 'vitest';
import { shareSocket } from '../../src/react/owned/sharedSockets.js';
import {
  createFakeGateway,
  createManualClock,
  createScriptedSocket,
  resetSharedSockets,
} from '../../src/testing/index.js';

// Small tests as users write them, tidy or not; each returns what it saw.
const cases: Readonly<Record<string, () => unknown>> = {
  'an outage, left standing': () => {
    const clock = createManualClock();
    const gateway = createFakeGateway({ clock });
    const socket = gateway.connect({ random: () => 0.5 });
    clock.advance(0);
    gateway.silence();
    clock.advance(120_000);
    // No two sockets have the same session id.
    const state = { ...socket.store.getState(), sessionId: null };
    return [state, socket.log.map(({ kind, seq }) => [kind, seq]), gateway.dialCount];
  },
  'a conversation': () => {
    const clock = createManualClock();
    const gateway = createFakeGateway({ clock, onMessage: (data, peer) => peer.send(data) });
    const socket = gateway.connect({ random: () => 0.5 });
    clock.advance(0);
    socket.send('hello');
    gateway.drop();
    clock.advance(5_000);
    const { status, connectionId, counters } = socket.store.getState();
    socket.destroy();
    return [status, connectionId, counters, gateway.peers.length];
  },
  'a script that changes everything it can': () => {
    const socket = createScriptedSocket({ status: 'open' });
    const before = { ...socket.store.getState() };
    socket.set({
      status: 'failed',
      attempt: 9,
      settings: { intervalMs: 1, timeoutMs: 2, source: 'gateway', version: 3 },
    });
    socket.reconnect();
    return [before, socket.calls, createScriptedSocket().store.getState()];
  },
  'a shared socket whose user leaves as the fake clock stops': async () => {
    vi.useFakeTimers({ now: 0 });
    const gateway = createFakeGateway();
    const owned = shareSocket('ws://shared.test/', { WebSocket: gateway.WebSocket, connectTimeoutMs: 5_000 });
    const leave = owned.acquire();
    await vi.advanceTimersByTimeAsync(100);
    const { status } = owned.socket.store.getState();
    leave();
    vi.useRealTimers();
    return [status, gateway.dialCount];
  },
  'another that shares the same URL on other terms': () => {
    const { socket } = shareSocket('ws://shared.test/', { connectTimeoutMs: 6_000 });
    return socket.store.getState().status;
  },
};
const names = Object.keys(cases);

async function run(name: string): Promise<unknown> {
  vi.spyOn(Date, 'now').mockReturnValue(0);
  try {
    return structuredClone(await cases[name]?.());
  } finally {
    vi.restoreAllMocks();
    resetSharedSockets();
  }
}

function shuffled(seed: number): string[] {
  let state = seed;
  const draw = (): number => (state = (state * 48_271) % 2_147_483_647);
  return names
    .map((name) => [draw(), name] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, name]) => name);
}

describe('tests that leave things behind', () => {
  afterEach(() => void vi.useRealTimers());

  it('see the same in two hundred shuffled orders', { timeout: 60_000 }, async () => {
    const alone: Record<string, unknown> = {};
    for (const name of names) alone[name] = await run(name);
    expect(alone['a shared socket whose user leaves as the fake clock stops']).toEqual(['open', 1]);
    for (let seed = 1; seed <= 200; seed += 1) {
      for (const name of shuffled(seed)) expect(await run(name), `${name}, seed ${seed}`).toEqual(alone[name]);
    }
  });
});
