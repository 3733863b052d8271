import { describe, expect, it } from 'vitest';
import type { MachineOptions } from '../../src/machine/options.js';
import { closed, createMachineRig, type MachineRig } from '../support/client/machineRig.js';

const opened = (rig: MachineRig): MachineRig => rig.open();
const renewing = (options: MachineOptions = {}): MachineRig => createMachineRig(options, 0.5, true);

describe('A5: credentials', () => {
  it('are asked for once, then there is one dial', () => {
    const rig = closed(renewing().opened(), 4401);
    expect(rig.orders).toEqual([{ type: 'auth.renew', socketId: 1 }]);
    expect(rig.status).toBe('reconnecting');
    rig.send({ type: 'auth.renewed', socketId: 1 });
    expect(rig.state.phase).toBe('dialing');
    expect(rig.said('connect.started')).toHaveLength(2);
  });

  it('refused again before the connection was stable are refused for good', () => {
    const rig = closed(renewing().opened(), 4401).send({ type: 'auth.renewed', socketId: 1 });
    closed(opened(rig), 4401);
    expect(rig.state).toMatchObject({ phase: 'failed', isFinal: true, outage: { cause: 'auth' } });
    expect(rig.advance(3_600_000).said('connect.started')).toHaveLength(2);
  });

  it('that were good for a while may be renewed again', () => {
    const rig = opened(closed(renewing().opened(), 4401).send({ type: 'auth.renewed', socketId: 1 }));
    rig.advance(10_000, Infinity).send({ type: 'pong.received', socketId: rig.state.socketId });
    expect(closed(rig, 4401).state.phase).toBe('authorizing');
  });

  it.each(['rejected', 'too late'])('%s: failed with cause auth, and no timer left', (how) => {
    const rig = closed(renewing().opened(), 1008);
    if (how === 'rejected') rig.send({ type: 'auth.rejected', socketId: 1, message: 'signed out' });
    else rig.advance(120_000);
    expect(rig.state).toMatchObject({ phase: 'failed', outage: { cause: 'auth', lost: true } });
    expect(rig.said('auth.rejected')).toHaveLength(1);
  });

  it('that are being refreshed are waited for when a person presses the button: one refresh, no dial with the old ones', () => {
    const rig = closed(renewing().opened(), 4401).send({ type: 'user.reconnected' });
    expect(rig.state).toMatchObject({ phase: 'authorizing', attempt: 1 });
    expect(rig.orders).toEqual([]);
    expect(rig.send({ type: 'auth.renewed', socketId: 1 }).state.phase).toBe('dialing');
  });

  it('that come too late still dial', () => {
    const rig = closed(renewing().opened(), 4401).advance(120_000);
    expect(rig.state.phase).toBe('failed');
    expect(rig.send({ type: 'auth.renewed', socketId: 1 }).state.phase).toBe('dialing');
  });

  it('are never what 1006 means', () => {
    expect(closed(renewing().opened(), 1006).state.phase).toBe('waiting');
  });
});

describe('reconnect.decide', () => {
  it('overrules the table, for that loss', () => {
    const seen: unknown[] = [];
    const rig = renewing({
      reconnect: {
        decide: (loss) => {
          seen.push(loss);
          return loss.code === 4403 ? 'retry-now' : undefined;
        },
      },
    }).opened();
    expect(closed(rig, 4403).state).toMatchObject({ phase: 'waiting', retryAt: 500 });
    expect(seen).toEqual([{ cause: 'refused', code: 4403, attempt: 0 }]);
  });

  it.each([
    ['fail', 'failed'],
    ['reauthorize', 'authorizing'],
    ['slow', 'waiting'],
  ] as const)('%s leads to %s', (decision, phase) => {
    expect(closed(renewing({ reconnect: { decide: () => decision } }).opened()).state.phase).toBe(phase);
  });

  it.each([1006, 4003])('reauthorize makes the credentials the cause of a loss with %i', (code) => {
    const rig = closed(renewing({ reconnect: { decide: () => 'reauthorize' } }).opened(), code);
    expect(rig.state.outage?.cause).toBe('auth');
    rig.send({ type: 'auth.rejected', socketId: rig.state.socketId, message: 'no' });
    expect(rig.state).toMatchObject({ phase: 'failed', isFinal: true, outage: { cause: 'auth' } });
  });

  it('that throws leaves it to the table, and says what it threw', () => {
    const error = new Error('mine');
    const decide = (): never => {
      throw error;
    };
    const rig = closed(renewing({ reconnect: { decide } }).opened());
    expect(rig.state.phase).toBe('waiting');
    expect(rig.orders).toEqual([{ type: 'app.failed', error }]);
  });

  it.each([Promise.resolve('fail'), 'later', true])('that answers %s leaves it to the table', (answer) => {
    const decide = (): never => answer as never;
    expect(closed(renewing({ reconnect: { decide } }).opened(), 4403).state.phase).toBe('failed');
  });
});

describe('a draining gateway', () => {
  const hint = { afterMs: 1_000, windowMs: 20_000 };
  const drained = (rig: MachineRig): MachineRig =>
    rig.send({ type: 'drain.received', socketId: rig.state.socketId, hint, reason: 'restart' });

  it('is left at a random instant of its window, without using up an attempt', () => {
    const rig = drained(createMachineRig({}, 0.5).opened());
    expect(rig.said('drain.received')).toEqual([{ ...hint, leaveInMs: 11_000, reason: 'restart' }]);
    rig.advance(10_999, Infinity);
    expect(rig.status).toBe('open');
    rig.advance(1, Infinity);
    expect(rig.state).toMatchObject({ phase: 'dialing', attempt: 1, outage: { cause: 'drain' } });
    expect(rig.orders).toEqual([
      { type: 'socket.drop', socketId: 1, code: 1000, reason: 'drain' },
      { type: 'socket.open', socketId: 2, attempt: 1, cause: 'drain' },
    ]);
  });

  it('that closes earlier is returned to at that same instant: the countdown was true all along', () => {
    const rig = drained(createMachineRig({}, 0.5).opened()).advance(2_000, Infinity);
    expect(closed(rig, 1012).state).toMatchObject({ phase: 'waiting', retryAt: 11_000, outage: { cause: 'drain' } });
  });

  it('may say so in its close reason alone', () => {
    expect(closed(createMachineRig({}, 0.5).opened(), 1012, hint).state).toMatchObject({ retryAt: 11_000 });
  });

  it('is stayed with to the end where the app wants no reconnects', () => {
    const rig = drained(createMachineRig({ reconnect: false }, 0.5).opened()).advance(60_000, Infinity);
    expect(rig.status).toBe('open');
  });
});

describe('a dial that slept with us', () => {
  it('gets its time again', () => {
    const rig = createMachineRig().send({ type: 'user.connected' }).block(3_600_000);
    expect(rig.state).toMatchObject({ phase: 'dialing', startedAt: 3_600_000 });
    expect(rig.advance(10_000).state.phase).toBe('waiting');
  });
});
