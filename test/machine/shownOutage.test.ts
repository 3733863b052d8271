import { expect, it } from 'vitest';
import { createMachineRig, type MachineRig } from '../support/client/machineRig.js';

const RETRY_MS = 30_000;

/** A connection that is lost now, and dialled again after half a minute. */
const lost = (): MachineRig => {
  const rig = createMachineRig({ reconnect: { minDelayMs: RETRY_MS, baseDelayMs: 0 }, lostAfterMs: 1_000 }).opened();
  return rig.send({ type: 'socket.closed', socketId: 1, code: 1006, reason: '', wasClean: false });
};
const look = (rig: MachineRig, signal: 'visible' | 'hidden'): MachineRig => rig.send({ type: 'page.changed', signal });
/** Opens again, and returns what the hello says of the outage. */
const told = (rig: MachineRig): unknown => {
  rig.send({ type: 'socket.opened', socketId: rig.state.socketId });
  return rig.state.phase === 'open' ? rig.state.previous : null;
};

it('counts from the moment that the outage is worth telling, as long as the page is visible', () => {
  expect(told(lost().advance(RETRY_MS))).toMatchObject({ downMs: 30_000, shownMs: 29_000 });
});

it('counts nothing of an outage that is over before', () => {
  const rig = lost().advance(400).send({ type: 'user.reconnected' });
  expect(told(rig)).toMatchObject({ downMs: 400, shownMs: 0 });
});

it('counts no time for which the page is hidden', () => {
  const rig = look(lost().advance(5_000), 'hidden').advance(15_000);
  // Coming back dials at once, and the person sees the outage until that is done.
  look(rig, 'visible').advance(2_000);
  expect(told(rig)).toMatchObject({ downMs: 22_000, shownMs: 6_000 });
});

it('counts no time during which the page was hidden', () => {
  const rig = look(lost(), 'hidden').advance(RETRY_MS);
  expect(told(rig)).toMatchObject({ downMs: 30_000, shownMs: 0 });
});

it('counts a failed connection, from the end of the attempts to the attempt that brought it back', () => {
  const rig = createMachineRig({ reconnect: false }).opened();
  rig.send({ type: 'socket.closed', socketId: 1, code: 1006, reason: '', wasClean: false });
  expect(rig.status).toBe('failed');
  rig.advance(7_000).send({ type: 'user.reconnected' });
  expect(told(rig)).toMatchObject({ downMs: 7_000, shownMs: 7_000 });
});

it('begins anew with the next outage', () => {
  const rig = lost().advance(RETRY_MS);
  told(rig);
  rig.send({ type: 'pong.received', socketId: rig.state.socketId });
  rig.send({ type: 'socket.closed', socketId: rig.state.socketId, code: 1006, reason: '', wasClean: false });
  rig.send({ type: 'user.reconnected' });
  expect(told(rig)).toMatchObject({ shownMs: 0 });
});
