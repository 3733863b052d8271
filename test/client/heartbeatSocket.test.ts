import { describe, expect, it, vi } from 'vitest';
import { composeSocket } from '../../src/client/composeSocket.js';
import { createHeartbeatSocket } from '../../src/client/createHeartbeatSocket.js';
import { createOutbox } from '../../src/client/optional/outbox.js';
import { createManualClock } from '../../src/testing/createManualClock.js';
import { createFakeConnection, createOpenConnection, type FakeConnection } from '../support/client/fakeConnection.js';
import { createFakePage } from '../support/client/fakePage.js';
import { createFakeTransport } from '../support/client/fakeTransport.js';

const WELCOME =
  '{"type":"heartbeat.welcome","connectionId":"c-1","gatewayId":"g-1","heartbeat":{"intervalMs":25000,"timeoutMs":75000},"version":1}';

describe('at rest', () => {
  it('does nothing before connect(): no dial, no timer', () => {
    const { subject, sockets, clock } = createFakeConnection();
    expect(subject.store.getState()).toMatchObject({ status: 'idle', cause: null, nextRetryAt: null, since: null });
    expect(sockets).toHaveLength(0);
    expect(clock.timerCount).toBe(0);
  });

  it('stays idle without a URL', () => {
    const { subject, sockets } = createFakeConnection({}, null);
    subject.connect();
    subject.reconnect();
    expect(subject.store.getState().status).toBe('idle');
    expect(sockets).toHaveLength(0);
  });

  it.each(['disconnect', 'destroy'] as const)('is over after %s(), and takes no message for later', (end) => {
    const { subject } = createFakeConnection({ outbox: createOutbox() });
    subject[end]();
    expect(subject.store.getState()).toMatchObject({ status: 'closed', cause: 'manual', canSend: false });
    expect(subject.send('hello')).toBe('rejected');
  });

  it.each(['ftp://x/', 'ws://', 'http://[', 'mailto:a@b'])('refuses %s where it is written', (url) => {
    expect(() => createHeartbeatSocket(url)).toThrow('heartbeat-socket: url must be a ws:, wss:, http: or https: URL');
  });

  it('refuses a bad option where it is written', () => {
    expect(() => createHeartbeatSocket('ws://x/', { log: { capacity: -1 } })).toThrow('log.capacity must be');
  });
});

describe('connecting', () => {
  it.each([
    ['http://a.test/x', 'ws://a.test/x'],
    ['https://a.test/x?y=1', 'wss://a.test/x?y=1'],
    ['wss://a.test:8443/', 'wss://a.test:8443/'],
  ])('dials %s as %s', (url, dialled) => {
    const { subject, socket } = ((connection) => (connection.subject.connect(), connection))(
      createFakeConnection({}, url),
    );
    expect(socket.request.url).toBe(dialled);
    subject.destroy();
  });

  it('asks a URL function and a protocols function once per attempt, telling it which and why', async () => {
    const url = vi.fn(() => Promise.resolve('ws://a.test/'));
    const protocols = vi.fn(() => ['token']);
    const connection = createFakeConnection({ protocols }, url);
    connection.subject.connect();
    await settle();
    expect(url.mock.calls).toEqual([[{ attempt: 0, cause: null }]]);
    expect(connection.socket.request).toMatchObject({ url: 'ws://a.test/', protocols: ['token'] });
    connection.socket.close();
    connection.clock.advance(500);
    await settle();
    expect(url.mock.calls[1]).toEqual([{ attempt: 1, cause: 'connect-error' }]);
    expect(protocols).toHaveBeenCalledTimes(2);
  });

  it('reads the protocols once per attempt, even if they are a literal', () => {
    const read = vi.fn(() => 'token');
    const { transport } = createFakeTransport();
    const clock = createManualClock();
    const options = Object.defineProperty({ clock, diagnose: false }, 'protocols', { get: read });
    const subject = composeSocket('ws://gateway.test/', options, transport);
    subject.connect();
    expect(read).toHaveBeenCalledTimes(1);
    clock.advance(1_000);
    subject.reconnect();
    expect(read).toHaveBeenCalledTimes(2);
    subject.destroy();
  });

  it('ends a pause, and does nothing while started', () => {
    const page = createFakePage();
    const { subject, clock, socket, sockets } = createOpenConnection({ page, whenHidden: { pauseAfterMs: 1_000 } });
    subject.connect();
    expect(sockets).toHaveLength(1);
    page.signal('hidden');
    clock.advance(1_000);
    expect(subject.store.getState().status).toBe('paused');
    expect(socket.dropped).toBeDefined();
    subject.connect();
    sockets[1]?.open();
    sockets[1]?.pong();
    expect(subject.store.getState().status).toBe('open');
    subject.destroy();
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('no token'))],
    [
      'throws',
      () => {
        throw new Error('no token');
      },
    ],
    ['answers nonsense', () => Promise.resolve('nonsense:')],
  ])('counts a URL function that %s as a failed attempt, and tries again', async (_, url) => {
    const connection = createFakeConnection({}, url);
    connection.subject.connect();
    await settle();
    expect(connection.subject.store.getState()).toMatchObject({
      status: 'reconnecting',
      attempt: 1,
      cause: 'connect-error',
    });
    connection.clock.advance(500);
    await settle();
    expect(connection.subject.store.getState().attempt).toBe(2);
  });

  it('gives up waiting for a URL function that hangs, and forgets what it answers later', async () => {
    let answer: ((url: string) => void) | undefined;
    const connection = createFakeConnection({}, () => new Promise<string>((resolve) => (answer = resolve)));
    connection.subject.connect();
    connection.clock.advance(10_000);
    expect(connection.subject.store.getState()).toMatchObject({ status: 'reconnecting', cause: 'connect-timeout' });
    connection.subject.disconnect();
    answer?.('ws://a.test/');
    await settle();
    expect(connection.sockets).toHaveLength(0);
  });

  it('says what to do where there is no WebSocket', () => {
    vi.stubGlobal('WebSocket', undefined);
    const subject = createHeartbeatSocket('ws://a.test/');
    subject.connect();
    vi.unstubAllGlobals();
    expect(subject.log).toContainEqual(
      expect.objectContaining({ kind: 'connect.failed', message: expect.stringContaining('Node 20') as string }),
    );
    subject.destroy();
  });
});

describe('messages', () => {
  it('reach every listener in order; heartbeats reach none', () => {
    const { subject, socket } = createOpenConnection();
    const got: unknown[] = [];
    subject.onMessage((data) => got.push(data));
    for (const data of ['one', '{"type":"ping"}', '{"type":"pong"}', WELCOME, 'two', '{"type":"chat"}'])
      socket.receive(data);
    expect(got).toEqual(['one', 'two', '{"type":"chat"}']);
  });

  it('reach the others though one listener throws, and the log says so', () => {
    const { subject, socket, kinds } = createOpenConnection();
    const got: unknown[] = [];
    subject.onMessage(() => {
      throw new Error('mine');
    });
    subject.onMessage((data) => got.push(data));
    socket.receive('one');
    expect(got).toEqual(['one']);
    expect(kinds).toHaveLength(subject.log.length - 1);
    expect(subject.log.at(-1)).toMatchObject({ kind: 'listener.failed', message: 'mine' });
  });

  it('stop with the undo, for that listener alone', () => {
    const { subject, socket } = createOpenConnection();
    const [first, second] = [vi.fn(), vi.fn()];
    const undo = subject.onMessage(first);
    subject.onMessage(second);
    undo();
    undo();
    socket.receive('one');
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
  });

  it('that pretend to be ours and are not go to the application, and to the log', () => {
    const { subject, socket } = createOpenConnection();
    const got: unknown[] = [];
    subject.onMessage((data) => got.push(data));
    socket.receive('{"type":"heartbeat.settings","heartbeat":7}');
    expect(got).toHaveLength(1);
    expect(subject.log.at(-1)).toMatchObject({ kind: 'frame.invalid' });
  });

  it('are sent while open, and otherwise rejected without an exception', () => {
    const { subject, socket } = createOpenConnection();
    expect(subject.send('hello')).toBe('sent');
    expect(socket.sent.at(-1)).toBe('hello');
    socket.close();
    expect(subject.send('hello')).toBe('rejected');
  });

  it('change nothing in the store but the counters, and those once a second', () => {
    const { subject, socket, clock } = createOpenConnection();
    clock.advance(1_000);
    const before = subject.store.getState();
    const published = vi.fn();
    subject.store.subscribe(published);
    for (let messages = 0; messages < 10_000; messages++) socket.receive('{"type":"chat"}');
    expect(subject.store.getState()).toBe(before);
    clock.advance(1_000);
    expect(published).toHaveBeenCalledTimes(1);
    expect(subject.store.getState()).toEqual({ ...before, counters: { ...before.counters, messagesIn: 10_000 } });
    expect(subject.store.getState().settings).toBe(before.settings);
  });

  it('cost no look at the clock each: a flood is dated once', () => {
    const manual = createManualClock();
    let readings = 0;
    const now = (): number => {
      readings += 1;
      return manual.now();
    };
    const { socket } = createOpenConnection({ clock: { ...manual, now } });
    socket.receive('first of a flood');
    readings = 0;
    for (let count = 0; count < 1_000; count += 1) socket.receive('one of a flood');
    expect(readings).toBe(0);
  });

  describe('are life, though most of them are dated later', () => {
    const heartbeat = { intervalMs: 60_000, timeoutMs: 5_000, detection: 'fixed' } as const;
    // As a real one does, this clock goes on between two readings.
    const inAFlood = (): FakeConnection => {
      const clock = createManualClock();
      let readings = 0;
      const now = (): number => clock.now() + ++readings / 1_000;
      const connection = createOpenConnection({ heartbeat, clock: { ...clock, now } });
      clock.advance(10_000);
      connection.socket.receive('first of a flood');
      return { ...connection, socket: connection.socket, clock };
    };

    it('one after a ping keeps a connection whose pong is lost', () => {
      const { subject, socket, clock } = inAFlood();
      void subject.check();
      clock.advance(100);
      socket.receive('later');
      clock.advance(6_000);
      expect(subject.store.getState().status).toBe('open');
    });

    it('one before a ping is no answer to it', () => {
      const { subject, socket, clock } = inAFlood();
      clock.advance(100);
      socket.receive('earlier');
      clock.advance(100);
      void subject.check();
      clock.advance(6_000);
      expect(subject.store.getState()).toMatchObject({ status: 'reconnecting', cause: 'heartbeat-timeout' });
    });
  });

  it('date the last sign of life to the second', () => {
    const { subject, socket, clock } = createOpenConnection();
    const before = clock.wallNow();
    for (let tenths = 0; tenths < 50; tenths += 1) {
      clock.advance(100);
      socket.receive('tick');
    }
    clock.advance(20_500);
    const lastAliveAt = subject.store.getState().lastAliveAt ?? 0;
    expect(lastAliveAt - before).toBeGreaterThanOrEqual(5_000);
    expect(lastAliveAt - before).toBeLessThanOrEqual(6_000);
  });

  it('revive a connection in doubt at once', () => {
    const { subject, socket, clock } = createOpenConnection({ heartbeat: { intervalMs: 1_000 } });
    clock.advance(1_900);
    expect(subject.store.getState()).toMatchObject({ status: 'degraded', missedInRow: 1 });
    socket.receive('{"type":"chat"}');
    expect(subject.store.getState()).toMatchObject({ status: 'open', missedInRow: 0 });
  });
});

it('takes no timing from an empty configure(), and goes on to follow the gateway', () => {
  const { subject, socket } = createOpenConnection();
  for (const nothing of [{}, { intervalMs: undefined, timeoutMs: undefined }]) subject.configure(nothing);
  expect(subject.store.getState().settings).toMatchObject({ intervalMs: 25_000, source: 'default' });
  socket.receive(WELCOME.replace('"intervalMs":25000', '"intervalMs":40000'));
  expect(subject.store.getState().settings).toMatchObject({ intervalMs: 40_000, source: 'gateway' });
  subject.configure({ timeoutMs: 90_000 });
  expect(subject.store.getState().settings).toMatchObject({ intervalMs: 40_000, timeoutMs: 90_000, source: 'runtime' });
});

describe('an outage', () => {
  const options = { heartbeat: { intervalMs: 1_000, timeoutMs: 3_000 } };

  it('is seen without a close event, in one step: status, retry time, log and dropped socket', () => {
    const { subject, clock, socket } = createOpenConnection(options);
    clock.advance(900 + 2_999);
    expect(subject.store.getState().status).toBe('degraded');
    const states: string[] = [];
    subject.store.subscribe(({ status, nextRetryAt }) => states.push(`${status} ${nextRetryAt !== null}`));
    clock.advance(1);
    expect(states.at(-1)).toBe('reconnecting true');
    expect(states).toHaveLength(1);
    expect(subject.store.getState()).toMatchObject({ cause: 'heartbeat-timeout', lastClose: { code: 1006 } });
    expect(socket.dropped).toEqual({ code: 4201, reason: 'heartbeat timeout' });
  });

  it('shows the time that the timer is set to, whatever the wall clock does', () => {
    const { subject, clock, socket, sockets } = createOpenConnection({
      reconnect: { minDelayMs: 5_000, baseDelayMs: 0 },
    });
    socket.close();
    expect(subject.store.getState().nextRetryAt).toBe(clock.wallNow() + 5_000);
    clock.jumpWall(12 * 3_600_000);
    expect(subject.retryInMs()).toBe(5_000);
    clock.advance(4_999);
    expect(sockets).toHaveLength(1);
    expect(subject.retryInMs()).toBe(1);
    clock.advance(1);
    expect(sockets).toHaveLength(2);
    expect(subject.store.getState().nextRetryAt).toBeNull();
  });

  it('is unmoved by what the abandoned socket says a minute later', () => {
    const { subject, clock, socket, sockets } = createOpenConnection(options);
    clock.advance(4_500);
    const { late } = socket;
    const heard = vi.fn();
    subject.onMessage(heard);
    const before = subject.store.getState();
    late.closed(1000, '', true);
    late.opened();
    late.message({ data: '{"type":"ping"}' } as MessageEvent);
    late.message({ data: 'a ghost' } as MessageEvent);
    expect(heard).not.toHaveBeenCalled();
    expect(subject.store.getState()).toMatchObject({ status: before.status, nextRetryAt: before.nextRetryAt });
    expect(sockets).toHaveLength(2);
  });

  it('ends with a reconnect that says who the client was: a hello after the welcome, with the outage in it', () => {
    const { subject, clock, socket, ...connection } = createOpenConnection(options);
    socket.receive(WELCOME);
    expect(subject.store.getState()).toMatchObject({ connectionId: 'c-1', gatewayId: 'g-1' });
    const { sessionId } = subject.store.getState();
    expect(socket.sent.at(-1)).toBe(
      `{"type":"heartbeat.hello","client":"heartbeat-socket/0.1.0","sessionId":"${sessionId}","at":${clock.wallNow()},"attempt":0,"knows":["notice"]}`,
    );
    socket.close(1001);
    clock.advance(500);
    const second = connection.sockets.at(-1);
    second?.open();
    second?.receive(WELCOME.replace('c-1', 'c-2'));
    expect(JSON.parse(String(second?.sent.at(-1)))).toMatchObject({
      attempt: 1,
      sessionId,
      previous: { connectionId: 'c-1', code: 1001, cause: 'closed', downMs: 500, shownMs: 0 },
    });
    expect(subject.store.getState().connectionId).toBe('c-2');
  });

  it('does not let a healthy connection be cut because our thread was blocked', () => {
    const { subject, clock, socket } = createOpenConnection(options);
    clock.freeze(8 * 3_600_000);
    expect(subject.store.getState().status).toBe('open');
    expect(subject.log.some(({ kind }) => kind === 'clock.wake')).toBe(true);
    socket.pong();
    clock.advance(800);
    expect(subject.store.getState().status).toBe('open');
  });
});

describe('stopping', () => {
  it.each(['connecting', 'open', 'waiting', 'url pending'] as const)(
    'while %s leaves no timer and no dial',
    async (when) => {
      const url = when === 'url pending' ? () => Promise.resolve('ws://a.test/') : 'ws://a.test/';
      const connection = createFakeConnection({}, url);
      const { subject, clock, sockets } = connection;
      subject.connect();
      if (when === 'open' || when === 'waiting') connection.socket.open();
      if (when === 'waiting') connection.socket.close();
      subject.disconnect();
      expect(subject.store.getState()).toMatchObject({
        status: 'closed',
        cause: 'manual',
        nextRetryAt: null,
        lost: false,
      });
      expect(clock.timerCount).toBe(0);
      await settle();
      clock.advance(3_600_000);
      expect(sockets.length).toBeLessThanOrEqual(when === 'url pending' ? 0 : 1);
    },
  );

  it('refuses a code that no platform sends, before anything is closed', () => {
    const { subject } = createOpenConnection();
    expect(() => subject.disconnect(1001)).toThrow(
      'disconnect(code) must be 1000 or an integer from 3000 to 4999, got 1001',
    );
    expect(subject.store.getState().status).toBe('open');
  });

  it.each<[unknown, string]>([
    [null, 'null'],
    [7, '7'],
    [new Error('gone'), 'Error: gone'],
  ])('makes a text of the reason %s, as the platform does', (reason, text) => {
    const { subject, socket } = createOpenConnection();
    subject.disconnect(4000, reason as string);
    expect(subject.store.getState().status).toBe('closed');
    expect(socket.dropped?.reason).toBe(text);
  });

  it('cuts a reason that no close frame can hold, and says so', () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { subject, socket } = createOpenConnection();
    subject.disconnect(4000, 'ü'.repeat(62));
    expect(subject.store.getState().status).toBe('closed');
    expect(socket.dropped).toEqual({ code: 4000, reason: 'ü'.repeat(61) });
    expect(said).toHaveBeenCalledWith(expect.stringContaining('cut to 123 bytes'));
    said.mockRestore();
  });

  it('needs no TextEncoder, which jsdom under jest and older runtimes do not have', () => {
    vi.stubGlobal('TextEncoder', undefined);
    const { subject } = createOpenConnection();
    subject.disconnect(1000, 'bye');
    vi.unstubAllGlobals();
    expect(subject.store.getState().status).toBe('closed');
  });

  it('destroy() is final and idempotent', () => {
    const { subject, sockets, clock } = createOpenConnection();
    const listener = vi.fn();
    subject.onEvent(listener);
    subject.destroy();
    subject.destroy();
    listener.mockClear();
    subject.connect();
    subject.reconnect();
    expect(sockets).toHaveLength(1);
    expect(clock.timerCount).toBe(0);
    expect(listener).not.toHaveBeenCalled();
  });

  it('a listener may stop the connection in the middle of its event', () => {
    const { subject, socket, clock } = createOpenConnection();
    subject.onEvent(({ kind }) => kind === 'retry.scheduled' && subject.destroy());
    socket.close();
    expect(subject.store.getState().status).toBe('closed');
    expect(clock.timerCount).toBe(0);
  });
});

describe('the event log', () => {
  it('tells the whole story in order, with who was involved', () => {
    const { subject, socket, clock } = createOpenConnection();
    socket.receive(WELCOME);
    socket.close(1011, 'oops');
    clock.advance(500);
    expect(subject.log.map(({ kind }) => kind)).toEqual([
      'connect.started',
      'connect.opened',
      'ping.sent',
      'connect.confirmed',
      'pong.received',
      'connection.closed',
      'retry.scheduled',
      'connect.started',
    ]);
    expect(subject.log.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(subject.log[5]).toMatchObject({ side: 'client', connectionId: 'c-1', gatewayId: 'g-1', code: 1011 });
    expect(subject.log.every(({ at }) => Number.isInteger(at))).toBe(true);
  });

  it('keeps the newest records, up to its capacity', () => {
    const { subject, socket } = createOpenConnection({ log: { capacity: 5 } });
    for (let pings = 0; pings < 10; pings++) socket.receive('{"type":"ping"}');
    expect(subject.log.map(({ seq }) => seq)).toEqual([21, 22, 23, 24, 25]);
  });

  it('feeds its sinks, one of which may fail', () => {
    const sink = vi.fn();
    createOpenConnection({ log: { capacity: 0, sinks: [throwing, sink] } });
    expect(sink).toHaveBeenCalledTimes(5);
  });

  it('counts what happened', () => {
    const { subject, socket, clock } = createOpenConnection({ heartbeat: { intervalMs: 1_000 } });
    clock.advance(2_000);
    socket.receive('{"type":"ping"}');
    socket.receive('hello');
    subject.send('hello');
    clock.advance(1_000);
    expect(subject.store.getState().counters).toMatchObject({
      attempts: 1,
      pingsSent: 4,
      pongsReceived: 1,
      pingsReceived: 1,
      missed: 1,
      messagesIn: 1,
      messagesOut: 1,
    });
  });
});

const throwing = (): void => {
  throw new Error('mine');
};

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
