import { describe, expect, it } from 'vitest';
import type { MachineOptions } from '../../src/machine/options.js';
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
  ])('that ends with %i after %i ms counts as %i attempts', (code, afterMs, attempt) => {
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

  it('has the cause and the pace of the close code, where that says more than 1006', () => {
    const drained = woken();
    drained.random = 0.5;
    closed(drained, 1012, { afterMs: 3_000, windowMs: 0 });
    expect(drained.said('retry.scheduled')).toEqual([expect.objectContaining({ delayMs: 3_000, cause: 'drain' })]);
    // That loss did not use up the quick dial after a sleep: the next one still gets it.
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

  it('does not happen by itself: the connection is probed', () => {
    const known = rig().opened().advance(40).send({ type: 'pong.received', socketId: 1 });
    expect(probes(known.send({ type: 'clock.woke', gapMs: 60_000 }))).toEqual(['wake']);
  });

  it('is not waited for where the other side cannot be asked and the sleep was longer than the timeout', () => {
    const unasked = (gapMs: number): MachineRig =>
      createMachineRig({}, 0, false, 'unanswered').opened().send({ type: 'clock.woke', gapMs });
    expect(unasked(75_000).state).toMatchObject({ phase: 'open', socketId: 1 });
    expect(unasked(75_001).said('connection.closed')).toEqual([
      expect.objectContaining({ reason: 'asleep', cause: 'sleep', wasClean: true }),
    ]);
  });

  it('is put down to sleep when it is found by silence as well', () => {
    const silent = createMachineRig({ heartbeat: { intervalMs: 1_000, timeoutMs: 2_000 } }).opened();
    silent.send({ type: 'clock.woke', gapMs: 60_000 }).advance(3_000);
    expect(silent.said('connection.closed')).toEqual([expect.objectContaining({ cause: 'heartbeat-timeout' })]);
    expect(silent.said('retry.scheduled').at(-1)).toMatchObject({ cause: 'sleep' });
  });

  it('is still put down to sleep when the page is shown within ten seconds, and not later', () => {
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

  it('do not lead to a probe when the page is hidden or left', () => {
    for (const signal of ['hidden', 'leaving'] as const) expect(probes(page(rig().opened(), signal))).toEqual([]);
  });

  it('of another kind leave it hidden, and leaving', () => {
    const gone = page(page(rig().opened().advance(10), 'hidden'), 'leaving');
    page(page(gone.advance(10), 'offline'), 'online');
    expect(gone.state.page).toEqual({ isOnline: true, hiddenAt: 10, leavingAt: 10 });
    expect(page(gone, 'visible').state.page).toMatchObject({ hiddenAt: null, leavingAt: 10 });
  });

  it('dial for a paused page even within a burst, because its user waits', () => {
    const paused = rig({ whenHidden: { pauseAfterMs: 500 } }).opened();
    page(page(paused.advance(10), 'visible').advance(10), 'hidden').advance(500);
    expect(paused.status).toBe('paused');
    expect(page(paused.advance(100), 'restored').status).toBe('connecting');
  });

  it.each(['connecting', 'failed'] as const)('start no dial when the connection is already %s', (status) => {
    const left = rig().send({ type: 'user.connected' });
    if (status === 'failed') closed(left, 4403);
    const before = left.state.socketId;
    expect(page(left, 'visible').state.socketId).toBe(before);
    expect(left.status).toBe(status);
  });

  it('count the time until a pause from connect() on, where the page was hidden before', () => {
    const hidden = page(rig({ whenHidden: { pauseAfterMs: 5_000 } }), 'hidden').advance(4_000);
    expect(hidden.send({ type: 'user.connected' }).state.page.hiddenAt).toBe(4_000);
    expect(rig().send({ type: 'user.connected' }).state.page.hiddenAt).toBe(null);
  });
});

it('coming online probes the connection, and leaves one whose other side cannot be asked', () => {
  const online = (heartbeat: 'answered' | 'unanswered'): MachineRig =>
    page(page(createMachineRig({}, 0, false, heartbeat).opened(), 'offline').advance(100), 'online');
  expect(online('answered').state).toMatchObject({ phase: 'open', socketId: 1 });
  expect(online('unanswered').said('connection.closed')).toEqual([
    expect.objectContaining({ reason: 'network changed', cause: 'network-offline' }),
  ]);
});
