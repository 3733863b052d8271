import { describe, expect, it } from 'vitest';
import type { MachineOptions } from '../../src/machine/options.js';
import { createMachineRig, pong, type MachineRig } from '../support/client/machineRig.js';

const options: MachineOptions = { heartbeat: { intervalMs: 2_500, timeoutMs: 7_500 } };
/** A backend of which nothing is known yet. */
const unproven = (more: MachineOptions = {}): MachineRig =>
  createMachineRig({ ...options, ...more }, 1, false, 'unproven').opened();

describe('a backend that does not answer pings', () => {
  it.each(['adaptive', 'fixed'] as const)('counts no miss and is never cut, but is pinged: %s', (detection) => {
    const rig = unproven({ heartbeat: { intervalMs: 2_500, timeoutMs: 7_500, detection } }).advance(600_000);
    expect(rig.status).toBe('open');
    expect(rig.kinds).not.toContain('heartbeat.missed');
    expect(rig.kinds).not.toContain('heartbeat.timeout');
    expect(rig.said('ping.sent')).toHaveLength(241);
  });

  it('is recorded once, after a whole timeout, also over several connections', () => {
    const rig = unproven().advance(7_499);
    expect(rig.state.heartbeat).toBe('unproven');
    rig.advance(1);
    expect(rig.state.heartbeat).toBe('unanswered');
    rig.send({ type: 'user.reconnected' }).open().advance(60_000);
    expect(rig.said('heartbeat.unanswered')).toEqual([{ waitedMs: 7_500 }]);
  });

  it('may speak of other things: that is no answer', () => {
    const rig = unproven();
    for (let seconds = 0; seconds < 600; seconds += 4) {
      rig.advance(4_000).send({ type: 'peer.heard', socketId: 1 });
    }
    expect(rig.state.heartbeat).toBe('unanswered');
    expect(rig.status).toBe('open');
  });

  it('is judged from its first answer on, and then found dead in time', () => {
    const rig = pong(unproven().advance(60_000));
    expect(rig.state.heartbeat).toBe('answered');
    expect(rig.advance(2_500 + 7_499).status).toBe('degraded');
    expect(rig.advance(1).status).toBe('reconnecting');
  });

  it('is judged after a welcome, which shows that it knows heartbeats', () => {
    const timing = { intervalMs: 2_500, timeoutMs: 7_500 };
    const rig = unproven().send({ type: 'settings.received', socketId: 1, timing, version: 1, welcome: true });
    expect(rig.state.heartbeat).toBe('answered');
  });

  it('that answered on an earlier connection is judged on the next', () => {
    const rig = pong(unproven()).send({ type: 'user.reconnected' }).open();
    expect(rig.advance(7_500).status).toBe('reconnecting');
  });

  it('gives the attempts back by time alone: ten drops in a week do not end in failure', () => {
    const rig = unproven();
    for (let drops = 0; drops < 30; drops += 1) {
      rig.advance(3_600_000).send({
        type: 'socket.closed',
        socketId: rig.state.socketId,
        code: 1006,
        reason: '',
        wasClean: false,
      });
      expect(rig.state).toMatchObject({ phase: 'waiting', attempt: 1 });
      while (rig.state.phase !== 'dialing') rig.advance(500);
      rig.open();
    }
  });

  it('is dialled anew when the network changed, and after sleep longer than the timeout: only TCP would know', () => {
    const online = unproven().send({ type: 'page.changed', signal: 'offline' }).advance(100);
    online.send({ type: 'page.changed', signal: 'online' });
    expect(online.state).toMatchObject({ phase: 'dialing', outage: { cause: 'network-offline' } });
    expect(unproven().send({ type: 'clock.woke', gapMs: 60_000 }).state).toMatchObject({
      phase: 'dialing',
      outage: { cause: 'sleep' },
    });
    expect(unproven().advance(100).block(60_000).state).toMatchObject({ phase: 'dialing' });
    expect(unproven().send({ type: 'clock.woke', gapMs: 7_000 }).state.phase).toBe('open');
  });

  it('is not looked for where heartbeats are off', () => {
    const rig = createMachineRig({ heartbeat: false }).opened().advance(600_000);
    expect(rig.state.heartbeat).toBe('off');
    expect(rig.kinds).not.toContain('heartbeat.unanswered');
  });
});
