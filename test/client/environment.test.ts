import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PageAdapter } from '../../src/client/page.js';
import { browserPage } from '../../src/client/page.js';
import { createTrace } from '../../src/client/optional/trace.js';
import { workerTimer } from '../../src/client/optional/workerTimer.js';
import { consoleSink, jsonLinesSink, loggerSink } from '../../src/client/optional/sinks.js';
import { replay } from '../../src/client/replay.js';
import type { PageSignal } from '../../src/machine/event.js';
import { createFakeConnection, createOpenConnection } from '../support/client/fakeConnection.js';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

interface FakePage extends PageAdapter {
  tell(signal: PageSignal): void;
  readonly listenerCount: number;
}

function createFakePage(isHidden = false, isOnline = true): FakePage {
  const listeners = new Set<(signal: PageSignal) => void>();
  return {
    isHidden: () => isHidden,
    isOnline: () => isOnline,
    subscribe: (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    tell: (signal) => listeners.forEach((listener) => listener(signal)),
    get listenerCount() {
      return listeners.size;
    },
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the page', () => {
  it('A17: is listened to while a connection is wanted, and not a moment longer', () => {
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

  it('may be hidden and offline to begin with, and is believed only as far as that', () => {
    const { subject, socket } = createOpenConnection({ page: createFakePage(true, false) });
    expect(socket.dropped).toBeUndefined();
    expect(subject.store.getState().status).toBe('open');
  });

  it('D2: an adapter of the app’s own drives it as a browser would (AppState, say)', () => {
    const page = createFakePage();
    const { subject, clock, socket, sockets } = createOpenConnection({ page, reconnect: { minDelayMs: 60_000 } });
    socket.close();
    expect(sockets).toHaveLength(1);
    page.tell('visible');
    expect(sockets).toHaveLength(2);
    clock.advance(50);
    expect(subject.retryInMs()).toBeNull();
  });

  it('D2, G3: is nothing to stumble over where there is no document, no window and no Event', () => {
    for (const name of ['document', 'window', 'navigator', 'Event', 'EventTarget', 'CloseEvent'])
      vi.stubGlobal(name, undefined);
    expect([browserPage.isHidden(), browserPage.isOnline()]).toEqual([false, true]);
    browserPage.subscribe(() => {})();
    const { subject, socket } = createOpenConnection();
    socket.close(4403, 'no');
    expect(subject.store.getState()).toMatchObject({ status: 'failed', lastClose: { code: 4403, reason: 'no' } });
  });
});

describe('A4: a hidden page whose timers come once a minute', () => {
  it('keeps its beat by the messages that come in', () => {
    const { subject, socket, clock } = createOpenConnection({ heartbeat: { intervalMs: 25_000 } });
    const pings = (): number => socket.sent.filter((data) => data === '{"type":"ping"}').length;
    expect(pings()).toBe(1);
    // The timers of the page stand still; the gateway's frames do not.
    clock.drift(26_000);
    socket.receive('{"type":"ping"}');
    expect(pings()).toBe(2);
    expect(subject.store.getState().status).toBe('open');
  });
});

describe('A22: sleep and the wall clock', () => {
  it('a monotonic clock that stood still is noticed by the wall clock, and looked into with one ping', () => {
    const { subject, socket, clock } = createOpenConnection();
    clock.jumpWall(3_600_000);
    socket.receive('{"type":"ping"}');
    expect(subject.log).toContainEqual(expect.objectContaining({ kind: 'clock.wake', gapMs: 3_600_000 }));
    expect(subject.store.getState().status).toBe('open');
    expect(socket.sent.filter((data) => data === '{"type":"ping"}')).toHaveLength(2);
  });

  it.each([12, -12])('a jump of %i hours: no transition, no negative round trip', (hours) => {
    const { subject, socket, clock } = createOpenConnection();
    clock.advance(24_000);
    const dials = subject.log.filter(({ kind }) => kind === 'connect.started').length;
    clock.jumpWall(hours * 3_600_000);
    clock.advance(2_000);
    socket.receive('{"type":"pong"}');
    const { status, latency } = subject.store.getState();
    expect(status).toBe('open');
    expect(latency?.lastMs).toBeGreaterThanOrEqual(0);
    expect(subject.log.filter(({ kind }) => kind === 'connect.started')).toHaveLength(dials);
  });
});

describe('A5: onUnauthorized', () => {
  it.each([
    ['resolves', () => Promise.resolve(), 'connecting'],
    ['returns', () => {}, 'connecting'],
  ])('that %s leads to one dial', async (_, onUnauthorized) => {
    const connection = createOpenConnection({ onUnauthorized });
    connection.socket.close(4401);
    await settle();
    expect(connection.sockets).toHaveLength(2);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('signed out'))],
    [
      'throws',
      () => {
        throw new Error('signed out');
      },
    ],
  ])('that %s ends in failed with cause auth, and no timer', async (_, onUnauthorized) => {
    const { subject, socket, clock } = createOpenConnection({ onUnauthorized });
    socket.close(1008);
    await settle();
    expect(subject.store.getState()).toMatchObject({ status: 'failed', cause: 'auth', lost: true });
    expect(clock.timerCount).toBe(0);
  });
});

describe('check()', () => {
  it('B12: asks once for all who ask, and tells the round trip', async () => {
    const { subject, socket, clock } = createOpenConnection();
    clock.advance(5_000);
    const pings = socket.sent.length;
    const answers = Promise.all([subject.check(), subject.check()]);
    expect(socket.sent).toHaveLength(pings + 1);
    clock.advance(40);
    socket.receive('{"type":"pong"}');
    expect(await answers).toEqual([
      { alive: true, rttMs: 40 },
      { alive: true, rttMs: 40 },
    ]);
  });

  it('takes a message for an answer, silence for none, and no connection for none at once', async () => {
    const { subject, socket, clock } = createOpenConnection();
    const spoken = subject.check();
    socket.receive('hello');
    expect(await spoken).toEqual({ alive: true, rttMs: null });
    const silent = subject.check();
    clock.advance(5_000);
    expect(await silent).toEqual({ alive: false, rttMs: null });
    subject.disconnect();
    expect(await subject.check()).toEqual({ alive: false, rttMs: null });
  });

  it('says that it cannot, where heartbeats are off', async () => {
    await expect(createOpenConnection({ heartbeat: false }).subject.check()).rejects.toThrow('`heartbeat` is false');
  });
});

describe('a trace', () => {
  it('replays to the same states, from its text', async () => {
    const trace = createTrace();
    const options = { heartbeat: { intervalMs: 1_000 }, onUnauthorized: () => Promise.resolve() };
    const { subject, socket, clock, sockets } = createOpenConnection({ ...options, trace, random: Math.random });
    clock.advance(3_000);
    socket.receive('hello');
    clock.advance(9_000);
    sockets.at(-1)?.open();
    sockets.at(-1)?.close(4401);
    await settle();
    subject.reconnect();
    sockets.at(-1)?.open();
    subject.disconnect();
    const steps = replay(trace.toString(), options);
    expect(steps.length).toBeGreaterThan(15);
    expect(steps.filter((step) => !step.isSame)).toEqual([]);
    expect(new Set(steps.map(({ status }) => status))).toEqual(
      new Set(['connecting', 'open', 'degraded', 'reconnecting', 'closed']),
    );
  });

  it('shows where other options lead elsewhere', () => {
    const trace = createTrace();
    const { socket } = createOpenConnection({ trace, reconnect: false });
    socket.close();
    expect(replay(trace.toString(), {}).at(-1)).toMatchObject({ isSame: false, status: 'reconnecting' });
  });

  it('is bounded, and says when it is no longer whole', () => {
    const trace = createTrace(3);
    const { socket } = createOpenConnection({ trace });
    expect(trace.isComplete).toBe(true);
    socket.receive('{"type":"ping"}');
    expect(trace.isComplete).toBe(false);
    expect(trace.entries).toHaveLength(3);
  });
});

describe('sinks', () => {
  it('take each record at its level', () => {
    const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const { socket } = createOpenConnection({ log: { sinks: [loggerSink(logger)] } });
    socket.close(4403);
    expect(logger.debug).toHaveBeenCalledWith(expect.objectContaining({ kind: 'ping.sent' }), 'ping.sent');
    expect(logger.info).toHaveBeenCalledWith(expect.anything(), 'connect.opened');
    expect(logger.warn).toHaveBeenCalledWith(expect.anything(), 'lost');
  });

  it('write lines that are JSON, and lines that a person reads', () => {
    const lines: string[] = [];
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const info = vi.spyOn(console, 'info').mockImplementation(() => {});
    vi.spyOn(console, 'debug').mockImplementation(() => {});
    const sinks = [jsonLinesSink((line) => lines.push(line)), consoleSink()];
    createOpenConnection({ log: { sinks } }).socket.close(4403);
    expect(lines.every((line) => line.endsWith('\n') && typeof JSON.parse(line) === 'object')).toBe(true);
    expect(info.mock.calls[0]?.[0]).toBe('heartbeat-socket connect.started');
    expect(warn.mock.calls.length).toBeGreaterThan(0);
  });
});

describe('workerTimer', () => {
  it('falls back to the page where there is no worker, and the log says so once', async () => {
    vi.stubGlobal('Worker', undefined);
    const { subject, socket } = createOpenConnection({ heartbeat: { intervalMs: 25_000, timer: workerTimer() } });
    socket.receive('{"type":"pong"}');
    expect(subject.log.filter(({ kind }) => kind === 'timer.fallback')).toHaveLength(1);
    subject.destroy();
    await settle();
  });
});
