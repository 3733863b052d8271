import { expect, it } from 'vitest';
import { createMachineRig, type MachineRig } from '../support/client/machineRig.js';

// Firefox makes a dial wait after others that failed, up to a minute, and does not say so.

const options = { connectTimeoutMs: 10_000, reconnect: { maxAttempts: 7, minDelayMs: 100, baseDelayMs: 0 } };

const refuse = (rig: MachineRig): MachineRig => {
  const { socketId } = rig.state;
  rig.send({ type: 'socket.closed', socketId, code: 1006, reason: '', wasClean: false });
  return rig.advance(100);
};

/** Dials again after so many that were refused. */
function refused(times: number, canHoldDials: boolean): MachineRig {
  const rig = createMachineRig(options);
  rig.canHoldDials = canHoldDials;
  rig.opened().send({ type: 'socket.closed', socketId: 1, code: 1006, reason: '', wasClean: false });
  rig.advance(100);
  for (let dial = 0; dial < times; dial++) refuse(rig);
  expect(rig.state).toMatchObject({ phase: 'dialing', attempt: times + 1 });
  return rig;
}

it('a dial that the browser held is not counted, blames no server, and is made again at once', () => {
  const rig = refused(5, true);
  const { socketId, outage } = rig.state;
  rig.send({ type: 'dial.diagnosed', outageAt: outage?.since ?? 0, cause: 'unreachable' });
  for (let dial = 1; dial <= 3; dial++) {
    rig.advance(10_100);
    expect(rig.state).toMatchObject({ phase: 'dialing', attempt: 6, socketId: socketId + dial });
    expect(rig.state.outage?.cause).toBe('connect-error');
  }
  expect(JSON.stringify(rig.said('connect.failed'))).not.toContain('connect-timeout');
});

it('a dial that times out more than a minute after the last refusal was made, and failed', () => {
  const rig = refused(5, true).advance(71_000);
  expect(rig.state).toMatchObject({ attempt: 7, outage: { cause: 'connect-timeout' } });
  expect(rig.advance(20_000).status).toBe('failed');
});

it.each([
  ['before the browser holds any', 4, true],
  ['in a browser that holds none', 5, false],
])('a dial that times out %s is an attempt', (_when, times, canHoldDials) => {
  const rig = refused(times, canHoldDials).advance(10_000);
  expect(rig.state).toMatchObject({ phase: 'waiting', attempt: times + 2, outage: { cause: 'connect-timeout' } });
});

it('a first attempt that is under way when the outage becomes worth telling gets half a second more', () => {
  const hangs = createMachineRig().opened();
  hangs.send({ type: 'socket.closed', socketId: 1, code: 1006, reason: '', wasClean: false });
  expect(hangs.advance(1_499).said('lost')).toEqual([]);
  expect(hangs.advance(1).said('lost')).toEqual([{ cause: 'closed', downMs: 1_500 }]);
});

it('a first attempt that fails in that half second is told at once', () => {
  const rig = createMachineRig().opened();
  rig.send({ type: 'socket.closed', socketId: 1, code: 1006, reason: '', wasClean: false });
  rig.advance(1_200).send({ type: 'socket.closed', socketId: 2, code: 1006, reason: '', wasClean: false });
  expect(rig.advance(0).said('lost')).toEqual([expect.objectContaining({ downMs: 1_200 })]);
});
