import { expect, it } from 'vitest';
import { createMachineRig } from '../support/client/machineRig.js';

// WebKitGTK reports 1012 as 1006: all that it passes on of a restart is the frame before it.

it('a socket that ends after the gateway asked this client to leave is the gateway’s restart', () => {
  const rig = createMachineRig().opened();
  rig.send({ type: 'drain.received', socketId: 1, hint: { afterMs: 0, windowMs: 4_000 }, reason: 'restart' });
  rig.send({ type: 'socket.closed', socketId: 1, code: 1006, reason: '', wasClean: false });
  expect(rig.state.outage?.cause).toBe('drain');
  expect(rig.said('retry.scheduled')).toMatchObject([{ cause: 'drain' }]);
});

it('a heartbeat timeout is what it is, whatever the gateway asked', () => {
  const rig = createMachineRig({ heartbeat: { intervalMs: 1_000, timeoutMs: 3_000 } }).opened();
  rig.send({ type: 'drain.received', socketId: 1, hint: { afterMs: 60_000, windowMs: 0 }, reason: 'restart' });
  rig.advance(5_000);
  expect(rig.state.outage?.cause).toBe('heartbeat-timeout');
});
