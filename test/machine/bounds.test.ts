import { describe, expect, it } from 'vitest';
import type { MachineOptions } from '../../src/machine/options.js';
import { isOffline } from '../../src/machine/phases/offline.js';
import { closed, createMachineRig, type MachineRig } from '../support/client/machineRig.js';

const rig = (options?: MachineOptions, canReauthorize = false): MachineRig =>
  createMachineRig({ reconnect: { minDelayMs: 1_000 }, ...options }, 0, canReauthorize);
const page = (of: MachineRig, signal: 'visible' | 'hidden' | 'online' | 'offline' | 'restored' | 'leaving') =>
  of.send({ type: 'page.changed', signal });
const probes = (of: MachineRig): unknown[] =>
  of.said('probe.started').map((said) => (said as { reason: string }).reason);

describe('a navigation that was none', () => {
  it.each([
    [1001, 2_999, 0],
    [1001, 3_000, 1],
    [1006, 10, 1],
  ])('closed with %i after %i ms: attempts counted: %i', (code, afterMs, attempt) => {
    const left = closed(page(rig().opened(), 'leaving').advance(afterMs), code);
    expect(left.state).toMatchObject({ phase: 'waiting', attempt });
  });
});

describe('a loss after the computer woke', () => {
  const woken = (): MachineRig => rig().opened().send({ type: 'clock.woke', gapMs: 60_000 });
  const cause = (of: MachineRig): unknown => of.state.outage?.cause;

  it.each([
    [9_999, 'sleep'],
    [10_000, 'closed'],
  ])('by %i ms is put down to %s', (afterMs, expected) => {
    expect(cause(closed(woken().advance(afterMs, 9_000)))).toBe(expected);
  });

  it('is what the other side says, where it says something, at the pace that belongs to it', () => {
    const drained = woken();
    drained.random = 0.5;
    closed(drained, 1012, { afterMs: 3_000, windowMs: 0 });
    expect(drained.said('retry.scheduled')).toEqual([expect.objectContaining({ delayMs: 3_000, cause: 'drain' })]);
    // The pace after a sleep is not used up by that: the next loss has it.
    expect(cause(closed(drained.advance(3_000).open()))).toBe('sleep');
    expect(cause(closed(woken(), 4403))).toBe('refused');
  });

  it.each([
    [1, 100],
    [0.5, 50],
  ])('is followed by a dial within a tenth of a second, and draws %d of it', (random, delayMs) => {
    const slept = woken();
    slept.random = random;
    expect(closed(slept).said('retry.scheduled')).toEqual([expect.objectContaining({ delayMs, cause: 'sleep' })]);
  });

  it('or none: the connection is probed', () => {
    const known = rig().opened().advance(40).send({ type: 'pong.received', socketId: 1 });
    expect(probes(known.send({ type: 'clock.woke', gapMs: 60_000 }))).toEqual(['wake']);
  });

  it('or before: a side that cannot be asked is left after a sleep longer than the timeout', () => {
    const unasked = (gapMs: number): MachineRig =>
      createMachineRig({}, 0, false, 'unanswered').opened().send({ type: 'clock.woke', gapMs });
    expect(unasked(75_000).state).toMatchObject({ phase: 'open', socketId: 1 });
    expect(unasked(75_001).said('connection.closed')).toEqual([
      expect.objectContaining({ reason: 'asleep', cause: 'sleep', wasClean: true }),
    ]);
  });

  it('also by silence', () => {
    const silent = createMachineRig({ heartbeat: { intervalMs: 1_000, timeoutMs: 2_000 } }).opened();
    silent.send({ type: 'clock.woke', gapMs: 60_000 }).advance(3_000);
    expect(silent.said('connection.closed')).toEqual([expect.objectContaining({ cause: 'heartbeat-timeout' })]);
    expect(silent.said('retry.scheduled').at(-1)).toMatchObject({ cause: 'sleep' });
  });

  it('is remembered when the page is shown within ten seconds, and not later', () => {
    expect(cause(closed(page(woken().advance(5_000, 4_900), 'visible')))).toBe('sleep');
    expect(cause(closed(page(woken().advance(10_000, 9_900), 'visible')))).toBe('closed');
  });
});

describe('signals of the page', () => {
  it.each([
    [999, ['visible']],
    [1_000, ['visible', 'restored']],
  ])('%i ms apart lead to the probes %o', (apartMs, expected) => {
    const known = rig().opened().advance(40).send({ type: 'pong.received', socketId: 1 });
    const shown = page(known.advance(100), 'visible').advance(40).send({ type: 'pong.received', socketId: 1 });
    expect(probes(page(shown.advance(apartMs - 40), 'restored'))).toEqual(expected);
  });

  it('that a page goes lead to none', () => {
    for (const signal of ['hidden', 'leaving'] as const) expect(probes(page(rig().opened(), signal))).toEqual([]);
  });

  it('do not unsay that it is hidden, or leaving', () => {
    const gone = page(page(rig().opened().advance(10), 'hidden'), 'leaving');
    page(page(gone.advance(10), 'offline'), 'online');
    expect(gone.state.page).toEqual({ isOnline: true, hiddenAt: 10, leavingAt: 10 });
    expect(page(gone, 'visible').state.page).toMatchObject({ hiddenAt: null, leavingAt: 10 });
  });

  it('dial a paused page within a burst, as its user waits', () => {
    const paused = rig({ whenHidden: { pauseAfterMs: 500 } }).opened();
    page(page(paused.advance(10), 'visible').advance(10), 'hidden').advance(500);
    expect(paused.status).toBe('paused');
    expect(page(paused.advance(100), 'restored').status).toBe('connecting');
  });

  it.each(['connecting', 'failed'] as const)('leave alone what is %s for good', (status) => {
    const left = rig().send({ type: 'user.connected' });
    if (status === 'failed') closed(left, 4403);
    const before = left.state.socketId;
    expect(page(left, 'visible').state.socketId).toBe(before);
    expect(left.status).toBe(status);
  });

  it('give a hidden page that connects its whole time, and a visible one none to count', () => {
    const hidden = page(rig({ whenHidden: { pauseAfterMs: 5_000 } }), 'hidden').advance(4_000);
    expect(hidden.send({ type: 'user.connected' }).state.page.hiddenAt).toBe(4_000);
    expect(rig().send({ type: 'user.connected' }).state.page.hiddenAt).toBe(null);
  });
});

describe('what the server says of a failed dial', () => {
  const failing = (canReauthorize = false): MachineRig =>
    closed(rig({}, canReauthorize).send({ type: 'user.connected' }));
  const told = (of: MachineRig, cause: 'connect-error' | 'overload' | 'refused' | 'auth', retryAfterMs?: number) =>
    of.send({ type: 'dial.diagnosed', outageAt: of.state.outage?.since ?? 0, cause, retryAfterMs });

  it('is the cause of the next failure as well, unless it knew none', () => {
    expect(closed(told(failing(), 'overload').advance(1_000)).state.outage?.cause).toBe('overload');
    const unknown = told(failing(), 'connect-error').advance(1_000);
    unknown.send({ type: 'socket.failed', socketId: 2, message: 'no' });
    expect(unknown.state.outage).toMatchObject({ cause: 'connect-error', causeHoldsUntil: -Infinity });
    expect(unknown.said('connect.diagnosed')).toEqual([{ cause: 'connect-error', retryAfterMs: undefined }]);
  });

  it('ends the attempts where it refuses, and asks for credentials only where those are missing', () => {
    expect(told(failing(true), 'refused').status).toBe('failed');
    expect(told(failing(true), 'auth').state.phase).toBe('authorizing');
  });

  it('does not end a dial under way, and says nothing in an outage that is over', () => {
    const dialling = told(failing().advance(1_000), 'overload', 5_000);
    expect(dialling.state.phase).toBe('dialing');
    expect(told(closed(rig().opened(), 4403), 'overload').status).toBe('failed');
    expect(told(rig().opened(), 'overload').said('event.ignored')).toHaveLength(1);
  });
});

describe('the app', () => {
  it('decides the pace, and gives no other cause than asking for credentials', () => {
    const retried = closed(rig({ reconnect: { decide: () => 'retry' } }).opened(), 4403);
    expect(retried.state).toMatchObject({ phase: 'waiting', outage: { cause: 'refused' } });
    expect(closed(rig({ reconnect: { decide: () => 'reauthorize' } }, true).opened()).state).toMatchObject({
      phase: 'authorizing',
      outage: { cause: 'auth' },
    });
  });

  it('connects what has failed, is closed or idle, and nothing else', () => {
    const ended = closed(rig().opened(), 4403);
    expect(ended.send({ type: 'user.connected' }).status).toBe('reconnecting');
    ended.open().send({ type: 'user.connected' });
    expect(ended.said('event.ignored')).toEqual([{ event: 'user.connected', status: 'open' }]);
    ended.send({ type: 'user.disconnected', code: 1000, reason: '' }).send({ type: 'user.connected' });
    expect(ended.status).toBe('connecting');
  });

  it.each([
    [999, 1],
    [1_000, 2],
  ])('that asks for a reconnect %i ms after a dial began is at dial %i', (afterMs, socketId) => {
    const dialling = rig({ connectTimeoutMs: 9_000 }).send({ type: 'user.connected' }).advance(afterMs);
    expect(dialling.send({ type: 'user.reconnected' }).state).toMatchObject({ phase: 'dialing', socketId });
  });

  it('gets its attempts back when it asks as a dial begins', () => {
    const second = closed(rig().send({ type: 'user.connected' }));
    const dialled = (of: MachineRig): MachineRig => (of.state.phase === 'dialing' ? of : dialled(of.advance(100)));
    closed(dialled(second));
    expect(dialled(second).state).toMatchObject({ phase: 'dialing', attempt: 2 });
    expect(second.send({ type: 'user.reconnected' }).state).toMatchObject({
      phase: 'dialing',
      attempt: 1,
      socketId: 3,
    });
  });

  it('configures nothing without heartbeats, and waits with it until there is a connection', () => {
    const none = rig({ heartbeat: false }).opened();
    none.send({ type: 'user.configured', timing: { intervalMs: 5_000 } });
    expect(none.said('event.ignored')).toEqual([{ event: 'user.configured', status: 'open' }]);
    const waiting = closed(rig().opened()).send({ type: 'user.configured', timing: { intervalMs: 5_000 } });
    expect(waiting.state).toMatchObject({ phase: 'waiting', settings: { intervalMs: 5_000 } });
    expect(waiting.state).not.toHaveProperty('pingAt');
  });
});

it('a drop by a timer says why', () => {
  const late = rig({ connectTimeoutMs: 500 }).send({ type: 'user.connected' }).advance(500);
  expect(late.orders).toContainEqual({ type: 'socket.drop', socketId: 1, code: 1000, reason: 'connect-timeout' });
});

it('coming online is a reason to probe, and to leave a side that cannot be asked', () => {
  const online = (heartbeat: 'answered' | 'unanswered'): MachineRig =>
    page(page(createMachineRig({}, 0, false, heartbeat).opened(), 'offline').advance(100), 'online');
  expect(online('answered').state).toMatchObject({ phase: 'open', socketId: 1 });
  expect(online('unanswered').said('connection.closed')).toEqual([
    expect.objectContaining({ reason: 'network changed', cause: 'network-offline' }),
  ]);
});

it('a dial that times out while the browser is offline is the network’s', () => {
  const offline = page(rig({ connectTimeoutMs: 500 }).send({ type: 'user.connected' }), 'offline').advance(500);
  expect(offline.state.outage?.cause).toBe('network-offline');
  offline.random = 1;
  expect(closed(offline.advance(60_000)).said('retry.scheduled').at(-1)).toMatchObject({ delayMs: 30_000 });
});

it('only the browser’s word makes an outage one of the network', () => {
  const lost = closed(page(rig().opened(), 'offline'));
  expect(isOffline(lost.state)).toBe(true);
  expect(isOffline(page(lost, 'online').state)).toBe(false);
  expect(isOffline(rig().state)).toBe(false);
  expect(isOffline(page(closed(rig().opened()), 'offline').state)).toBe(false);
});

it('a timing is told of when it changes, with both', () => {
  const told = rig().opened();
  for (const timing of [{ intervalMs: 25_000 }, { timeoutMs: 60_000 }, { intervalMs: 5_000 }]) {
    told.send({ type: 'user.configured', timing });
  }
  const at = (intervalMs: number, timeoutMs: number) => ({ intervalMs, timeoutMs });
  expect(told.said('settings.changed')).toEqual([
    { from: at(25_000, 75_000), to: at(25_000, 60_000), source: 'runtime', version: 0 },
    { from: at(25_000, 60_000), to: at(5_000, 15_000), source: 'runtime', version: 0 },
  ]);
});

it('an outage of the network keeps its failed dials apart from it', () => {
  const offline = closed(page(rig().send({ type: 'user.connected' }), 'offline'));
  expect(offline.state.outage?.cause).toBe('network-offline');
  expect(offline.said('connect.failed')).toEqual([{ attempt: 0, cause: 'connect-error', message: 'closed with 1006' }]);
});

it.each([
  ['waiting', { type: 'socket.opened', socketId: 1 }],
  ['failed', { type: 'user.checked' }],
] as const)('what is %s does not dial for %o', (phase, event) => {
  const ended = closed(rig().opened(), phase === 'failed' ? 4403 : 1006);
  expect(ended.send(event).state.phase).toBe(phase);
});
