import { describe, expect, it } from 'vitest';
import type { MachineOptions } from '../../src/machine/options.js';
import { closed, createMachineRig, pong, type MachineRig } from '../support/client/machineRig.js';

const second: MachineOptions = { heartbeat: { intervalMs: 1_000, timeoutMs: 3_000, detection: 'fixed' } };
const opened = (rig: MachineRig): MachineRig => rig.open();

describe('connecting', () => {
  it('dials once, however often it is asked', () => {
    const rig = createMachineRig().send({ type: 'user.connected' });
    expect(rig.orders).toEqual([{ type: 'socket.open', socketId: 1, attempt: 0, cause: null }]);
    expect(rig.send({ type: 'user.connected' }).orders).toEqual([]);
    expect(rig.status).toBe('connecting');
  });

  it('gives an attempt up at connectTimeoutMs, drops its socket and waits for the next', () => {
    const rig = createMachineRig({ connectTimeoutMs: 500 }).send({ type: 'user.connected' }).advance(500);
    expect(rig.orders).toContainEqual(expect.objectContaining({ type: 'socket.drop', socketId: 1 }));
    expect(rig.state).toMatchObject({ phase: 'waiting', outage: { cause: 'connect-timeout' }, attempt: 1 });
  });

  it('counts an attempt whose URL was rejected as failed', () => {
    const rig = createMachineRig().send({ type: 'user.connected' });
    rig.send({ type: 'socket.failed', socketId: 1, message: 'no token' });
    expect(rig.state).toMatchObject({ phase: 'waiting', outage: { cause: 'connect-error' } });
    expect(rig.said('connect.failed')).toEqual([{ attempt: 0, cause: 'connect-error', message: 'no token' }]);
  });

  it('ignores, and says so, what an old socket still tells', () => {
    const rig = createMachineRig(second).opened();
    rig.send({ type: 'user.reconnected' });
    const before = rig.state;
    rig.send({ type: 'socket.opened', socketId: 1 });
    rig.send({ type: 'socket.closed', socketId: 1, code: 1000, reason: '', wasClean: true });
    rig.send({ type: 'pong.received', socketId: 1 });
    expect(rig.state).toBe(before);
    expect(rig.kinds.filter((kind) => kind === 'event.ignored')).toHaveLength(3);
  });
});

describe('the heartbeat', () => {
  it('sends a ping at once on open, then one every interval', () => {
    const rig = createMachineRig(second, 1).opened();
    expect(rig.orders).toEqual([{ type: 'ping.send', id: undefined }]);
    for (let pongs = 0; pongs < 5; pongs++) pong(rig.advance(1_000));
    expect(rig.said('ping.sent')).toHaveLength(6);
    expect(rig.status).toBe('open');
  });

  it('draws each interval from 0.9 to 1 of the whole', () => {
    expect(createMachineRig(second, 0).opened().state).toMatchObject({ pingAt: 900 });
    expect(createMachineRig(second, 1).opened().state).toMatchObject({ pingAt: 1_000 });
  });

  it('answers a ping with a pong of the same id', () => {
    const rig = createMachineRig(second).opened().send({ type: 'ping.received', socketId: 1, id: 42 });
    expect(rig.orders).toEqual([{ type: 'pong.send', id: 42 }]);
    expect(rig.send({ type: 'ping.received', socketId: 1 }).orders).toEqual([{ type: 'pong.send', id: undefined }]);
  });

  it('is degraded by a missed heartbeat and whole again with the next frame', () => {
    const rig = createMachineRig(second).opened().advance(999);
    expect(rig.status).toBe('degraded');
    expect(rig.said('heartbeat.missed')).toEqual([{ missedInRow: 1, silentMs: 900 }]);
    expect(rig.send({ type: 'peer.heard', socketId: 1 }).status).toBe('open');
  });

  it('is dead exactly timeoutMs after the first unanswered ping, in one step with the retry', () => {
    const rig = createMachineRig(second).opened().advance(2_999);
    expect(rig.status).toBe('degraded');
    rig.advance(1);
    expect(rig.status).toBe('reconnecting');
    expect(rig.orders).toEqual([{ type: 'socket.drop', socketId: 1, code: 4201, reason: 'heartbeat timeout' }]);
    expect(rig.state).toMatchObject({ outage: { cause: 'heartbeat-timeout', code: 1006 }, attempt: 1 });
    expect(rig.said('heartbeat.timeout')).toEqual([{ silentMs: 3_000, timeoutMs: 3_000 }]);
  });

  it.each([
    [600_000, 60_000],
    [1_000, 2_000],
    [30_000, 30_000],
    [25_000, 10_000],
  ])(
    'interval %i, timeout %i: an idle peer that answers is never cut, a silent one is dead at the timeout',
    (intervalMs, timeoutMs) => {
      const idle = createMachineRig({ heartbeat: { intervalMs, timeoutMs, detection: 'fixed' } }, 1).opened();
      const until = idle.now + 3_600_000;
      pong(idle);
      while (idle.now < until) pong(idle.advance(intervalMs));
      expect(idle.kinds).not.toContain('heartbeat.timeout');

      const silent = pong(createMachineRig({ heartbeat: { intervalMs, timeoutMs, detection: 'fixed' } }, 1).opened());
      silent.advance(intervalMs + timeoutMs - 1);
      expect(silent.kinds).not.toContain('heartbeat.timeout');
      silent.advance(1);
      expect(silent.kinds).toContain('heartbeat.timeout');
      expect(silent.said('heartbeat.missed').length).toBeGreaterThan(0);
    },
  );

  it('takes any frame as proof of life, and never lets it hold back a ping', () => {
    const rig = createMachineRig(second, 1).opened();
    for (let seconds = 0; seconds < 20; seconds++) rig.advance(1_000, rig.now + 999);
    expect(rig.status).toBe('open');
    expect(rig.said('ping.sent')).toHaveLength(21);
    expect(rig.said('heartbeat.missed')).toHaveLength(0);
  });

  it('does not read its own lateness as silence: a blocked thread sends one fresh ping, and only that one may time out', () => {
    const rig = createMachineRig(second, 1).opened().block(6_000);
    expect(rig.status).toBe('open');
    expect(rig.kinds).toContain('clock.late');
    expect(rig.said('heartbeat.missed')).toHaveLength(0);
    const pingsAfterBlock = rig.said('ping.sent').length;
    expect(pingsAfterBlock).toBe(2);
    expect(rig.advance(3_000).status).toBe('reconnecting');
  });

  it('measures round trips only where it is certain which ping is answered', () => {
    const rig = createMachineRig(second, 1).opened().advance(40);
    expect(pong(rig).state.latency).toMatchObject({ lastMs: 40 });
    rig.advance(2_000);
    const sample = rig.state.latency;
    pong(rig);
    expect(rig.state.latency).toBe(sample);
    pong(rig);
    expect(rig.state.latency).not.toBe(sample);
  });

  it('gives pings ids once the peer has shown that it knows them', () => {
    const rig = createMachineRig(second, 1).opened();
    welcome(rig);
    expect(rig.advance(1_000).orders).toEqual([{ type: 'ping.send', id: 1 }]);
    rig.advance(25);
    expect(pong(rig, 1).state.latency).toMatchObject({ lastMs: 25 });
    pong(rig, 99);
    expect(rig.state.latency).toMatchObject({ lastMs: 25 });
  });

  it('starts anew with each socket: an unanswered ping of the old one closes nothing', () => {
    const rig = createMachineRig(second, 0).opened().advance(950);
    expect(rig.status).toBe('degraded');
    opened(closed(rig).advance(500));
    expect(rig.state).toMatchObject({ phase: 'open', missedInRow: 0, unansweredAt: rig.now });
  });

  it('can be switched off: no pings, no verdict, but pings are answered', () => {
    const rig = createMachineRig({ heartbeat: false }).opened().advance(10_000_000);
    expect(rig.said('ping.sent')).toHaveLength(0);
    expect(rig.status).toBe('open');
    expect(rig.send({ type: 'ping.received', socketId: 1 }).orders).toEqual([{ type: 'pong.send', id: undefined }]);
  });
});

describe('reconnecting', () => {
  it('waits the drawn delay, which grows with the attempts up to the cap', () => {
    const rig = createMachineRig({ reconnect: { minDelayMs: 500, baseDelayMs: 1_000, maxDelayMs: 8_000 } }, 1).opened();
    const delays: number[] = [];
    for (let attempt = 1; attempt <= 7; attempt++) {
      closed(rig);
      const { state } = rig;
      delays.push(state.phase === 'waiting' ? state.retryAt - rig.now : -1);
      rig.advance(delays.at(-1) ?? 0);
    }
    expect(delays).toEqual([1_500, 5_250, 5_250, 5_250, 5_250, 8_250, 8_250]);
  });

  it('keeps its place in the windows of one outage, and draws another for the next', () => {
    const rig = createMachineRig({}, 0.25).opened();
    const slot = (): number | undefined => closed(rig).state.outage?.slot;
    expect([slot(), slot()]).toEqual([0.25, 0.25]);
    rig.random = 0.75;
    expect(slot()).toBe(0.25);
    opened(rig.advance(5_000));
    expect(slot()).toBe(0.75);
  });

  it.each([0, 1, 2, 3])('gives up after %i attempts, once, and for good', (maxAttempts) => {
    const rig = createMachineRig({ reconnect: { maxAttempts } }).opened();
    for (let losses = 0; losses <= maxAttempts; losses++) closed(rig.advance(5_000));
    expect(rig.status).toBe('failed');
    expect(rig.said('connect.started')).toHaveLength(1 + maxAttempts);
    expect(rig.said('retry.exhausted')).toHaveLength(1);
    rig.advance(3_600_000);
    expect(rig.said('connect.started')).toHaveLength(1 + maxAttempts);
  });

  it('never gives up with Infinity', () => {
    const rig = createMachineRig({ reconnect: { maxAttempts: Infinity, maxDelayMs: 500 } }).opened();
    for (let losses = 0; losses < 1_000; losses++) closed(rig.advance(500));
    expect(rig.state).toMatchObject({ phase: 'waiting', attempt: 1_000 });
  });

  it('gives the attempts back only to a connection that stays and answers', () => {
    const rig = createMachineRig({ ...second, reconnect: { stableAfterMs: 10_000 } }, 1).opened();
    opened(closed(rig).advance(1_500));
    expect(rig.state.attempt).toBe(1);
    opened(closed(rig.advance(100)).advance(5_250));
    expect(rig.state.attempt).toBe(2);
    while (rig.state.attempt === 2 && rig.now < 60_000) pong(rig.advance(1_000));
    expect(rig.state.attempt).toBe(0);
    expect(rig.said('stable')).toHaveLength(1);
  });

  it('does not take a long silence for stability', () => {
    const rig = createMachineRig({ heartbeat: { intervalMs: 60_000 }, reconnect: { stableAfterMs: 100 } }).opened();
    opened(closed(rig).advance(500));
    expect(rig.advance(5_000).state.attempt).toBe(1);
    expect(pong(rig).state.attempt).toBe(0);
  });

  it.each([4000, 4403, 1002, 1009])('%i cannot be mended by a retry', (code) => {
    const rig = closed(createMachineRig().opened(), code);
    expect(rig.state).toMatchObject({ phase: 'failed', outage: { cause: 'refused', lost: true } });
  });

  it.each([1008, 4401, 4100])('%i asks for new credentials, not for a retry', (code) => {
    expect(closed(createMachineRig().opened(), code).state).toMatchObject({
      phase: 'failed',
      outage: { cause: 'auth' },
    });
  });

  it.each([
    [1012, 'drain', 5_000],
    [1013, 'overload', 2_000],
    [4201, 'closed', 1_000],
    [1000, 'closed', 1_500],
  ])('%i is a %s, retried within %i ms', (code, cause, withinMs) => {
    const rig = closed(createMachineRig({}, 1).opened(), code);
    expect(rig.state).toMatchObject({ phase: 'waiting', retryAt: rig.now + withinMs, outage: { cause } });
  });

  it('never reads 1006 as a question of credentials', () => {
    const rig = createMachineRig().send({ type: 'user.connected' });
    expect(closed(rig).state).toMatchObject({ phase: 'waiting', outage: { cause: 'connect-error' } });
  });
});

describe('an outage', () => {
  it('is lost lostAfterMs after the first drop, whatever the attempts did in between', () => {
    const rig = createMachineRig({ lostAfterMs: 1_000, reconnect: { minDelayMs: 400, baseDelayMs: 0 } }).opened();
    closed(rig);
    closed(rig.advance(400));
    closed(rig.advance(400));
    expect(rig.advance(199).state.outage?.lost).toBe(false);
    expect(rig.advance(1).state.outage?.lost).toBe(true);
    expect(rig.said('lost')).toEqual([{ cause: 'connect-error', downMs: 1_000 }]);
  });

  it('that heals in time is never shown as lost or restored', () => {
    const rig = createMachineRig().opened();
    opened(closed(rig).advance(900)).advance(60_000, Infinity);
    expect(rig.kinds).not.toContain('lost');
    expect(rig.kinds).not.toContain('restored');
    expect(rig.said('reconnected')).toEqual([{ attempt: 1, downMs: 900, cause: 'closed' }]);
  });

  it('that was lost is restored once, and the hello tells the gateway about it', () => {
    const rig = createMachineRig({ reconnect: { minDelayMs: 3_000 } }).opened();
    opened(closed(rig, 1011).advance(3_100));
    expect(rig.said('restored')).toEqual([{ downMs: 3_100 }]);
    welcome(rig);
    expect(rig.orders).toEqual([
      { type: 'hello.send', attempt: 1, previous: { code: 1011, cause: 'closed', downMs: 3_100, shownMs: 2_100 } },
    ]);
  });

  it('is lost at once when there is nothing left to try', () => {
    expect(closed(createMachineRig({ reconnect: false }).opened()).state).toMatchObject({
      phase: 'failed',
      outage: { lost: true },
    });
  });
});

describe('what a person asks for', () => {
  it('reconnect() dials at once from a wait, with a fresh budget', () => {
    const rig = createMachineRig({ reconnect: { maxAttempts: 2 } }).opened();
    closed(closed(rig).advance(500));
    expect(rig.state.attempt).toBe(2);
    rig.send({ type: 'user.reconnected' });
    expect(rig.orders).toEqual([{ type: 'socket.open', socketId: 3, attempt: 1, cause: 'connect-error' }]);
    expect(rig.status).toBe('reconnecting');
  });

  it('reconnect() revives a failed connection, and the outage goes on until it is open', () => {
    const rig = closed(createMachineRig({ reconnect: { maxAttempts: 0 } }).opened());
    rig.send({ type: 'user.reconnected' });
    expect(rig.state).toMatchObject({ phase: 'dialing', attempt: 1, outage: { lost: true } });
  });

  it('ten reconnects make one socket', () => {
    const rig = closed(createMachineRig().opened());
    for (let clicks = 0; clicks < 10; clicks++) rig.send({ type: 'user.reconnected' });
    expect(rig.said('connect.started')).toHaveLength(2);
  });

  it('reconnect() replaces a dial that hangs', () => {
    const rig = closed(createMachineRig().opened()).send({ type: 'user.reconnected' }).advance(1_000);
    rig.send({ type: 'user.reconnected' });
    expect(rig.orders).toEqual([
      { type: 'socket.drop', socketId: 2, code: 4203, reason: 'replaced' },
      { type: 'socket.open', socketId: 3, attempt: 1, cause: 'closed' },
    ]);
  });

  it('reconnect() leaves an open socket with 4203', () => {
    const rig = createMachineRig().opened().send({ type: 'user.reconnected' });
    expect(rig.orders).toEqual([
      { type: 'socket.drop', socketId: 1, code: 4203, reason: 'replaced' },
      { type: 'socket.open', socketId: 2, attempt: 1, cause: 'manual' },
    ]);
  });

  it.each(['dialing', 'open', 'waiting', 'failed'] as const)('disconnect() from %s is final', (phase) => {
    const rig = createMachineRig(phase === 'failed' ? { reconnect: false } : {}).send({ type: 'user.connected' });
    if (phase !== 'dialing') opened(rig);
    if (phase === 'waiting' || phase === 'failed') closed(rig);
    expect(rig.state.phase).toBe(phase);
    rig.send({ type: 'user.disconnected', code: 1000, reason: '' });
    expect(rig.status).toBe('closed');
    const dials = rig.said('connect.started').length;
    rig.advance(3_600_000);
    expect(rig.said('connect.started')).toHaveLength(dials);
  });

  it('connect() after disconnect() begins anew, as a first dial', () => {
    const rig = closed(createMachineRig().opened());
    rig.send({ type: 'user.disconnected', code: 1000, reason: '' }).send({ type: 'user.connected' });
    expect(rig.status).toBe('connecting');
    expect(rig.state).toMatchObject({ attempt: 0, outage: null });
  });
});

describe('settings', () => {
  const offer = (rig: MachineRig, intervalMs: number, timeoutMs: number, version: number): MachineRig =>
    rig.send({
      type: 'settings.received',
      socketId: 1,
      timing: { intervalMs, timeoutMs },
      version,
      administered: true,
      welcome: false,
    });

  it('of the gateway apply on the live socket, at the next ping', () => {
    const rig = createMachineRig({}, 1).opened();
    offer(rig, 5_000, 20_000, 2);
    expect(rig.state.settings).toEqual({ intervalMs: 5_000, timeoutMs: 20_000, source: 'gateway', version: 2 });
    expect(rig.state).toMatchObject({ phase: 'open', pingAt: 5_000 });
    expect(rig.said('settings.changed')).toHaveLength(1);
  });

  it('of the gateway are kept within bounds', () => {
    const rig = createMachineRig().opened();
    expect(offer(rig, 1, 1, 2).state.settings).toMatchObject({ intervalMs: 1_000, timeoutMs: 1_000 });
    expect(offer(rig, 2_000_000, 6_000_000, 3).state.settings).toMatchObject({
      intervalMs: 300_000,
      timeoutMs: 900_000,
    });
  });

  it('of the gateway are left alone without follow', () => {
    const rig = createMachineRig({ heartbeat: { follow: false } }).opened();
    expect(offer(rig, 5_000, 15_000, 2).state.settings.intervalMs).toBe(25_000);
  });

  it('of the app with a shorter interval stay until an operator sets the gateway’s', () => {
    const rig = createMachineRig({ heartbeat: { intervalMs: 500 } }).opened();
    expect(welcome(rig).state.settings).toMatchObject({ intervalMs: 500, source: 'options' });
    expect(offer(rig, 5_000, 15_000, 2).state.settings).toMatchObject({ intervalMs: 5_000, source: 'gateway' });
  });

  it('of the app with a longer interval give way to the welcome', () => {
    const rig = createMachineRig({ heartbeat: { intervalMs: 60_000 } }).opened();
    expect(welcome(rig).state.settings).toMatchObject({ intervalMs: 25_000, source: 'gateway', version: 1 });
  });

  it('configured at run time apply at once, the timeout following the interval', () => {
    const rig = createMachineRig({}, 1).opened();
    rig.send({ type: 'user.configured', timing: { intervalMs: 2_000 } });
    expect(rig.state.settings).toMatchObject({ intervalMs: 2_000, timeoutMs: 6_000, source: 'runtime' });
    rig.send({ type: 'user.configured', timing: { timeoutMs: 4_000 } });
    expect(rig.state.settings).toMatchObject({ intervalMs: 2_000, timeoutMs: 4_000 });
    expect(rig.state).toMatchObject({ pingAt: 2_000 });
  });
});

function welcome(rig: MachineRig): MachineRig {
  const timing = { intervalMs: 25_000, timeoutMs: 75_000 };
  return rig.send({ type: 'settings.received', socketId: rig.state.socketId, timing, version: 1, welcome: true });
}
