import { describe, expect, it } from 'vitest';
import { closed, createMachineRig, type MachineRig } from '../support/client/machineRig.js';

const dialled = (): MachineRig => {
  const rig = createMachineRig().send({ type: 'user.connected' });
  return rig.send({ type: 'socket.opened', socketId: rig.state.socketId });
};

describe('a socket that opened', () => {
  it('is open for a person with its first frame', () => {
    const rig = dialled();
    expect(rig.status).toBe('connecting');
    rig.advance(40).send({ type: 'peer.heard', socketId: 1 });
    expect(rig.status).toBe('open');
    expect(rig.said('connect.confirmed')).toEqual([{ isReconnect: false, afterMs: 40 }]);
  });

  it('is open after a second, where the server has nothing to say', () => {
    const rig = dialled().advance(999);
    expect(rig.status).toBe('connecting');
    expect(rig.advance(1).status).toBe('open');
  });

  it.each([
    ['a ping', { type: 'ping.received', socketId: 1 }],
    ['a pong', { type: 'pong.received', socketId: 1 }],
    [
      'a welcome',
      {
        type: 'settings.received',
        socketId: 1,
        timing: { intervalMs: 25_000, timeoutMs: 75_000 },
        version: 1,
        welcome: true,
      },
    ],
  ] as const)('is confirmed by %s', (_, event) => {
    expect(dialled().send(event).status).toBe('open');
  });

  it('and is closed right away was an attempt that failed', () => {
    const rig = dialled();
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      closed(rig.advance(100), 1011);
      expect(rig.state).toMatchObject({ phase: 'waiting', attempt, outage: { cause: 'connect-error' } });
      while (rig.state.phase !== 'dialing') rig.advance(500);
      rig.send({ type: 'socket.opened', socketId: rig.state.socketId });
      expect(rig.status).toBe('reconnecting');
    }
    expect(closed(rig, 1011).status).toBe('failed');
    expect(rig.kinds).not.toContain('reconnected');
    expect(rig.said('lost')).toHaveLength(1);
    expect(rig.said('connect.failed')[0]).toEqual({ attempt: 0, cause: 'connect-error', message: 'closed with 1011' });
  });

  it('keeps what the close code says: credentials are asked for, a restart is a drain', () => {
    expect(closed(dialled(), 4401).state).toMatchObject({ phase: 'failed', outage: { cause: 'auth' } });
    expect(closed(dialled(), 1012).state).toMatchObject({ phase: 'waiting', outage: { cause: 'drain' } });
  });

  it('ends the outage when it is confirmed, and says how long that was', () => {
    const rig = closed(createMachineRig({}, 0).opened(), 1006).advance(500);
    rig.send({ type: 'socket.opened', socketId: 2 }).advance(200).send({ type: 'peer.heard', socketId: 2 });
    expect(rig.said('reconnected')).toEqual([{ attempt: 1, downMs: 700, cause: 'closed' }]);
    expect(rig.state.outage).toBeNull();
  });

  it('that the app leaves before its first frame is closed, as an open one is', () => {
    const rig = dialled().send({ type: 'user.disconnected', code: 1000, reason: '' });
    expect(rig.state.phase).toBe('closed');
    expect(rig.said('connection.closed')).toEqual([expect.objectContaining({ code: 1000, cause: 'manual' })]);
  });
});
