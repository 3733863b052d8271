import { expect, it } from 'vitest';
import { resolveMachineConfig } from '../../src/machine/options.js';
import { initialState, isStopped, isWanted, type HeartbeatState } from '../../src/machine/state.js';
import { toStatus } from '../../src/machine/status.js';
import { closed, createMachineRig } from '../support/client/machineRig.js';

it('begins without a connection, an outage, or anything known of the page', () => {
  expect(initialState(resolveMachineConfig({}))).toMatchObject({
    phase: 'idle',
    heartbeat: 'unproven',
    page: { isOnline: true, hiddenAt: null, leavingAt: -Infinity },
    outage: null,
    isRenewed: false,
  });
  expect(initialState(resolveMachineConfig({ heartbeat: false })).heartbeat).toBe('off');
});

const states = (): HeartbeatState[] => {
  const rig = createMachineRig({ whenHidden: { pauseAfterMs: 1_000 } }, 0, true);
  const seen = [rig.state];
  const see = ({ state }: typeof rig): number => seen.push(state);
  see(rig.send({ type: 'user.connected' }));
  see(rig.open());
  see(closed(rig, 4401));
  see(rig.send({ type: 'auth.rejected', socketId: 1, message: 'no' }));
  see(closed(rig.send({ type: 'user.connected' }).open()));
  see(rig.send({ type: 'page.changed', signal: 'hidden' }).advance(1_000));
  see(rig.send({ type: 'user.disconnected', code: 1000, reason: '' }));
  return seen;
};

it('is wanted from connect() to disconnect(), and stopped where no dial comes by itself', () => {
  expect(states().map((state) => [state.phase, toStatus(state), isWanted(state), isStopped(state)])).toEqual([
    ['idle', 'idle', false, true],
    ['dialing', 'connecting', true, false],
    ['open', 'open', true, false],
    ['authorizing', 'reconnecting', true, false],
    ['failed', 'failed', true, true],
    ['waiting', 'reconnecting', true, false],
    ['paused', 'paused', true, false],
    ['closed', 'closed', false, true],
  ]);
});
