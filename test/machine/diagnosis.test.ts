import { describe, expect, it } from 'vitest';
import type { MachineOptions } from '../../src/machine/options.js';
import type { ConnectionCause } from '../../src/protocol/events.js';
import { closed, createMachineRig, type MachineRig } from '../support/client/machineRig.js';

const asked = (rig: MachineRig): number => rig.asked;
/** Two dials of an outage have failed, and the third is awaited. */
const failing = (options: MachineOptions = {}, canReauthorize = false): MachineRig => {
  const rig = closed(createMachineRig(options, 0.5, canReauthorize).send({ type: 'user.connected' }));
  while (rig.state.phase !== 'dialing') rig.advance(100);
  return closed(rig);
};
const answered = (rig: MachineRig, cause: ConnectionCause, retryAfterMs?: number): MachineRig =>
  rig.send({ type: 'dial.diagnosed', outageAt: rig.state.outage?.since ?? 0, cause, retryAfterMs });

describe('why a dial failed', () => {
  it('is asked after the second failed dial, once for each outage', () => {
    const rig = closed(createMachineRig({}, 0).send({ type: 'user.connected' }));
    rig.advance(500);
    expect(asked(rig)).toBe(0);
    closed(rig).advance(0);
    expect(rig.now).toBe(500);
    expect(asked(rig)).toBe(0);
    rig.advance(500);
    expect(asked(rig)).toBe(1);
    for (let attempts = 0; attempts < 5; attempts += 1) {
      while (rig.state.phase !== 'dialing') rig.advance(500);
      closed(rig);
    }
    expect(asked(rig)).toBe(1);
  });

  it('is not asked where a dial succeeds in between, nor where the app forbids it', () => {
    const healed = createMachineRig({}, 0).opened();
    for (let drops = 0; drops < 5; drops += 1) {
      closed(healed);
      while (healed.state.phase !== 'dialing') healed.advance(500);
      healed.open();
    }
    expect(asked(healed.advance(60_000, Infinity))).toBe(0);
    expect(asked(failing({ diagnose: false }).advance(60_000))).toBe(0);
  });

  it.each<ConnectionCause>(['unreachable', 'upgrade-blocked', 'drain', 'overload'])(
    '%s is the cause from then on, whatever the dials after it come to',
    (cause) => {
      const rig = answered(failing(), cause);
      expect(rig.state).toMatchObject({ phase: 'waiting', outage: { cause } });
      while (rig.state.phase !== 'dialing') rig.advance(500);
      expect(closed(rig).state.outage).toMatchObject({ cause });
    },
  );

  it('that says nothing certain leaves the cause as it is', () => {
    expect(answered(failing(), 'connect-error').state.outage).toMatchObject({ cause: 'connect-error' });
  });

  it('forbidden ends the attempts, also one under way', () => {
    expect(answered(failing(), 'refused').state).toMatchObject({ phase: 'failed', isFinal: true });
    const dialling = failing();
    while (dialling.state.phase !== 'dialing') dialling.advance(100);
    answered(dialling, 'refused');
    expect(dialling.orders).toEqual([expect.objectContaining({ type: 'socket.drop' })]);
    expect(dialling.state.phase).toBe('failed');
  });

  it('unauthorized asks the app for credentials, or fails without', () => {
    expect(answered(failing({}, true), 'auth').state.phase).toBe('authorizing');
    expect(answered(failing(), 'auth').state).toMatchObject({ phase: 'failed', outage: { cause: 'auth' } });
  });

  it.each([
    [30_000, 37_500],
    [0, 1_250],
    [86_400_000, 375_000],
  ])('a wish to be asked again after %i ms is granted within bounds, and spread', (retryAfterMs, delayMs) => {
    const rig = failing().advance(100);
    const at = rig.now;
    expect(answered(rig, 'overload', retryAfterMs).state).toMatchObject({ retryAt: at + delayMs });
  });

  it('that comes after the outage is over changes nothing', () => {
    const rig = failing();
    const outageAt = rig.state.outage?.since ?? 0;
    while (rig.state.phase !== 'dialing') rig.advance(100);
    rig.open();
    const before = rig.state;
    rig.send({ type: 'dial.diagnosed', outageAt, cause: 'refused' });
    expect(rig.state).toBe(before);
  });

  it('a restart stays the cause for its window, while single dials fail', () => {
    const rig = createMachineRig({}, 0).opened();
    rig.send({
      type: 'socket.closed',
      socketId: 1,
      code: 1012,
      reason: '',
      wasClean: true,
      hint: { afterMs: 0, windowMs: 20_000 },
    });
    while (rig.state.phase !== 'dialing') rig.advance(100);
    expect(closed(rig).state.outage).toMatchObject({ cause: 'drain' });
    rig.advance(20_000);
    while (rig.state.phase !== 'dialing') rig.advance(100);
    expect(closed(rig).state.outage).toMatchObject({ cause: 'connect-error' });
  });
});
