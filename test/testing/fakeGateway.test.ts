import { ModernFakeTimers } from '@jest/fake-timers';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createHeartbeatSocket } from '../../src/client/createHeartbeatSocket.js';
import type { HeartbeatSocket } from '../../src/client/heartbeatSocket.js';
import { sendRecords } from '../../src/client/optional/sendRecords.js';
import { createFakeGateway, createManualClock } from '../../src/testing/index.js';
import { describeGateway, type GatewayHarness } from '../support/gateway/gatewayBehaviours.js';
import { sleep } from '../support/waitFor.js';

const heartbeat = { intervalMs: 100, timeoutMs: 400 };
const quick = { heartbeat, reconnect: { minDelayMs: 20, baseDelayMs: 30 }, connectTimeoutMs: 500 };

/** Its clocks: one that is handed in, those of vitest and of jest, and the platform's own. */
function harness(
  gateway: ReturnType<typeof createFakeGateway>,
  pass: (ms: number) => void | Promise<void>,
): GatewayHarness {
  return {
    connect: (options = {}) => {
      const socket = gateway.connect({ ...quick, ...options });
      onTestFinished(() => socket.destroy());
      return socket;
    },
    until: async (what, holds) => {
      for (let passedMs = 0; !holds(); passedMs += 5) {
        if (passedMs > 20_000) throw new Error(`in vain: ${what}`);
        await pass(5);
      }
    },
    pass: async (ms) => pass(ms),
    broadcast: gateway.broadcast,
    drop: gateway.drop,
    closeAll: gateway.close,
    refuse: gateway.refuse,
    accept: gateway.accept,
    silence: gateway.silence,
    speak: gateway.speak,
    delay: gateway.delay,
    notify: (text) => gateway.notify(text === null ? null : { text: { en: text } }),
    configure: gateway.configure,
    restart: async () => gateway.restart(60),
    get peerCount() {
      return gateway.peers.length;
    },
  };
}

describeGateway('the fake gateway on a manual clock, with real timers', async () => {
  const clock = createManualClock();
  return harness(createFakeGateway({ clock, heartbeat }), clock.advance);
});

describeGateway('the fake gateway under the fake timers of vitest', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  return harness(createFakeGateway({ heartbeat }), (ms) => void vi.advanceTimersByTime(ms));
});

describeGateway('the fake gateway under the fake timers of jest', async () => {
  const jest = new ModernFakeTimers({ config: { fakeTimers: {}, rootDir: '.' } as never, global: globalThis });
  // All that jest fakes by default, but for what vitest itself speaks to its main process with, in this same realm.
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'clearImmediate'] });
  onTestFinished(() => jest.useRealTimers());
  return harness(createFakeGateway({ heartbeat }), (ms) => jest.advanceTimersByTime(ms));
});

describeGateway('the fake gateway in real time', async () => harness(createFakeGateway({ heartbeat }), sleep));

describe('the fake gateway', () => {
  const clock = createManualClock();

  it('does nothing by itself: a silent client leaves no timer behind', () => {
    const gateway = createFakeGateway({ clock });
    const socket = gateway.connect();
    clock.advance(60_000);
    expect(gateway.peers).toHaveLength(1);
    socket.destroy();
    clock.advance(0);
    expect(clock.timerCount).toBe(0);
    expect(gateway.peers).toHaveLength(0);
  });

  it('plays a script of attempts, one outcome each', () => {
    const gateway = createFakeGateway({ clock });
    gateway.next('refuse', 'hang', 1011, 'accept');
    const socket = gateway.connect({ random: () => 0, reconnect: { minDelayMs: 1_000 }, connectTimeoutMs: 5_000 });
    clock.advance(20_000);
    expect(socket.log.map(({ kind }) => kind).filter((kind) => /^conn|^recon/.test(kind))).toEqual([
      'connect.started',
      'connect.failed',
      'connect.started',
      'connect.failed',
      'connect.started',
      'connect.opened',
      'connect.confirmed',
      'reconnected',
      'connection.closed',
      'connect.started',
      'connect.opened',
      'connect.confirmed',
      'reconnected',
    ]);
    expect(gateway.dialCount).toBe(4);
    socket.destroy();
  });

  it('counts pings, hears pongs, hello and messages, and can answer', () => {
    const gateway = createFakeGateway({ clock, onMessage: (data, peer) => peer.send(`${String(data)}!`) });
    const socket = gateway.connect();
    const heard: unknown[] = [];
    socket.onMessage((data) => heard.push(data));
    clock.advance(0);
    expect(socket.send('hello')).toBe('sent');
    gateway.peer.ping(7);
    clock.advance(60_000);
    expect(heard).toEqual(['hello!']);
    expect(gateway.peer.received).toEqual(['hello']);
    expect(gateway.peer.hello).toMatchObject({ attempt: 0 });
    expect(gateway.peer.pingCount).toBeGreaterThanOrEqual(3);
    expect(gateway.peer.pongCount).toBe(1);
    socket.destroy();
  });

  it('loses the share it is told to', () => {
    const gateway = createFakeGateway({ clock });
    const socket = gateway.connect();
    const heard: unknown[] = [];
    socket.onMessage((data) => heard.push(data));
    clock.advance(0);
    let draw = 0;
    gateway.lose(0.5, () => (draw = (draw + 0.25) % 1));
    for (let number = 0; number < 100; number += 1) gateway.broadcast(number);
    clock.advance(0);
    expect(heard).toHaveLength(50);
    socket.destroy();
  });

  it('keeps a client that left into a black hole, until the hole is gone', () => {
    const gateway = createFakeGateway({ clock });
    const socket = gateway.connect();
    clock.advance(0);
    gateway.silence();
    socket.send('into the hole');
    clock.advance(0);
    expect(gateway.peer.received).toEqual([]);
    socket.disconnect();
    clock.advance(1_000);
    expect(gateway.peers).toHaveLength(1);
    gateway.speak();
    expect(gateway.peers).toHaveLength(0);
    expect(() => gateway.peer).toThrow(/no client is connected/);
  });
});

describe('its WebSocket class, under the real transport', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const dial = (gateway: ReturnType<typeof createFakeGateway>): HeartbeatSocket => {
    const socket = createHeartbeatSocket('ws://gateway.test/', { ...quick, WebSocket: gateway.WebSocket });
    socket.connect();
    return socket;
  };

  it('opens, sends heartbeats, closes, and comes back', async () => {
    const gateway = createFakeGateway({ heartbeat });
    const socket = dial(gateway);
    await vi.advanceTimersByTimeAsync(300);
    expect(socket.store.getState()).toMatchObject({ status: 'open', connectionId: 'fake-1' });
    expect(gateway.peer.pingCount).toBeGreaterThan(1);
    gateway.drop();
    await vi.advanceTimersByTimeAsync(300);
    expect(socket.store.getState()).toMatchObject({
      status: 'open',
      connectionId: 'fake-2',
      lastClose: { code: 1006 },
    });
    socket.destroy();
  });

  it('a close that comes late finds a client that has long moved on', async () => {
    const gateway = createFakeGateway({ heartbeat });
    gateway.delayClose(30_000);
    const socket = dial(gateway);
    await vi.advanceTimersByTimeAsync(50);
    gateway.silence();
    await vi.advanceTimersByTimeAsync(560);
    expect(socket.store.getState().cause).toBe('heartbeat-timeout');
    gateway.speak();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(socket.store.getState()).toMatchObject({ status: 'open', counters: { reconnects: 1 } });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(socket.store.getState()).toMatchObject({ status: 'open', counters: { reconnects: 1 } });
    socket.destroy();
  });

  it('refuses to send before it is open, as the platform does', () => {
    const socket = new (createFakeGateway().WebSocket)('ws://gateway.test/');
    expect(() => socket.send('early' as never)).toThrow(/before the socket is open/);
  });
});

describe('the fake gateway and records', () => {
  it.each([true, false])('with `collect: %s`, none of them reaches the application', (collect) => {
    const clock = createManualClock();
    const messages: unknown[] = [];
    const gateway = createFakeGateway({ clock, collect, onMessage: (data) => messages.push(data) });
    const socket = gateway.connect({ telemetry: sendRecords(), random: () => 0 });
    onTestFinished(() => socket.destroy());
    clock.advance(60_000);
    const kinds = gateway.peer.records.map(({ kind }) => kind);
    expect(kinds.slice(0, 2)).toEqual(collect ? ['connect.started', 'connect.opened'] : []);
    expect(messages).toEqual([]);
  });
});
