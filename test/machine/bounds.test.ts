import { describe, expect, it } from 'vitest';
import type { MachineOptions } from '../../src/machine/options.js';
import { isOffline } from '../../src/machine/phases/offline.js';
import { closed, createMachineRig, type MachineRig } from '../support/client/machineRig.js';

const rig = (options?: MachineOptions, canReauthorize = false): MachineRig =>
  createMachineRig({ reconnect: { minDelayMs: 1_000 }, ...options }, 0, canReauthorize);
const page = (of: MachineRig, signal: 'visible' | 'hidden' | 'online' | 'offline' | 'restored' | 'leaving') =>
  of.send({ type: 'page.changed', signal });

describe('what the server says of a failed dial', () => {
  const failing = (canReauthorize = false): MachineRig =>
    closed(rig({}, canReauthorize).send({ type: 'user.connected' }));
  const told = (of: MachineRig, cause: 'connect-error' | 'overload' | 'refused' | 'auth', retryAfterMs?: number) =>
    of.send({ type: 'dial.diagnosed', outageAt: of.state.outage?.since ?? 0, cause, retryAfterMs });

  it('stays the cause after the next failure, unless the first cause was only a failed dial', () => {
    expect(closed(told(failing(), 'overload').advance(1_000)).state.outage?.cause).toBe('overload');
    const unknown = told(failing(), 'connect-error').advance(1_000);
    unknown.send({ type: 'socket.failed', socketId: 2, message: 'no' });
    expect(unknown.state.outage).toMatchObject({ cause: 'connect-error', causeHoldsUntil: -Infinity });
    expect(unknown.said('connect.diagnosed')).toEqual([{ cause: 'connect-error', retryAfterMs: undefined }]);
  });

  it('ends the attempts when it is a refusal, and asks the app for credentials when those are missing', () => {
    expect(told(failing(true), 'refused').status).toBe('failed');
    expect(told(failing(true), 'auth').state.phase).toBe('authorizing');
  });

  it('does not end a dial under way, and is ignored when the outage is over', () => {
    const dialling = told(failing().advance(1_000), 'overload', 5_000);
    expect(dialling.state.phase).toBe('dialing');
    expect(told(closed(rig().opened(), 4403), 'overload').status).toBe('failed');
    expect(told(rig().opened(), 'overload').said('event.ignored')).toHaveLength(1);
  });
});

describe('the app', () => {
  it('decides the pace, and changes the cause only when it asks for credentials', () => {
    const retried = closed(rig({ reconnect: { decide: () => 'retry' } }).opened(), 4403);
    expect(retried.state).toMatchObject({ phase: 'waiting', outage: { cause: 'refused' } });
    expect(closed(rig({ reconnect: { decide: () => 'reauthorize' } }, true).opened()).state).toMatchObject({
      phase: 'authorizing',
      outage: { cause: 'auth' },
    });
  });

  it('connects again after a failure or a disconnect, and is ignored while open', () => {
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

  it('can configure a connection that waits, and not one without heartbeats', () => {
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

it('a dial that times out while the browser is offline is the network’s', () => {
  const offline = page(rig({ connectTimeoutMs: 500 }).send({ type: 'user.connected' }), 'offline').advance(500);
  expect(offline.state.outage?.cause).toBe('network-offline');
  offline.random = 1;
  expect(closed(offline.advance(60_000)).said('retry.scheduled').at(-1)).toMatchObject({ delayMs: 30_000 });
});

it('an outage is one of the network only while the browser says that it is offline', () => {
  const lost = closed(page(rig().opened(), 'offline'));
  expect(isOffline(lost.state)).toBe(true);
  expect(isOffline(page(lost, 'online').state)).toBe(false);
  expect(isOffline(rig().state)).toBe(false);
  expect(isOffline(page(closed(rig().opened()), 'offline').state)).toBe(false);
});

it('a record of new settings comes only when they change, and names both', () => {
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

it('a dial that fails while the browser is offline is recorded as a failed dial', () => {
  const offline = closed(page(rig().send({ type: 'user.connected' }), 'offline'));
  expect(offline.state.outage?.cause).toBe('network-offline');
  expect(offline.said('connect.failed')).toEqual([{ attempt: 0, cause: 'connect-error', message: 'closed with 1006' }]);
});

it.each([
  ['waiting', { type: 'socket.opened', socketId: 1 }],
  ['failed', { type: 'user.checked' }],
] as const)('a connection that is %s does not dial for %o', (phase, event) => {
  const ended = closed(rig().opened(), phase === 'failed' ? 4403 : 1006);
  expect(ended.send(event).state.phase).toBe(phase);
});
