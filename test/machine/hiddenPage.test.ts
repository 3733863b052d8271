import { describe, expect, it } from 'vitest';
import { jsonCodec } from '../../src/protocol/codecs/jsonCodec.js';
import type { MachineOptions } from '../../src/machine/options.js';
import type { HeartbeatState } from '../../src/machine/state.js';
import { closed, createMachineRig, pong, type MachineRig } from '../support/client/machineRig.js';

/** Browsers fire the timers of a page that was hidden for long once a minute, and its messages at once. */
const minutes = (rig: MachineRig, count: number, heardAt?: () => number): MachineRig => {
  for (let minute = 0; minute < count; minute += 1) rig.block(60_000, heardAt?.());
  return rig;
};
const hidden = (options: MachineOptions = {}, heartbeat: HeartbeatState['heartbeat'] = 'answered'): MachineRig => {
  const rig = createMachineRig(options, 0.5, false, heartbeat).opened();
  if (heartbeat === 'answered') pong(rig.advance(40));
  return rig.advance(100).send({ type: 'page.changed', signal: 'hidden' });
};

describe('a hidden page whose timers come once a minute', () => {
  it.each<[string, MachineOptions]>([
    ['adaptive', {}],
    ['fixed', { heartbeat: { detection: 'fixed' } }],
    ['a short interval', { heartbeat: { intervalMs: 2_000 } }],
    ['pings of the server', { heartbeat: { codec: { ...jsonCodec(), initiator: 'server' } } }],
  ])('gives up on a connection that stays silent, though each verdict is late: %s', (_, options) => {
    const rig = minutes(hidden(options), 4);
    expect(rig.said('connection.closed')).toEqual([expect.objectContaining({ cause: 'heartbeat-timeout' })]);
  });

  it('gives up on nothing while pongs come', () => {
    const rig = hidden();
    for (let minute = 0; minute < 30; minute += 1) pong(rig.block(60_000));
    expect(rig.said('connection.closed')).toEqual([]);
    expect(rig.status).toBe('open');
  });

  it('gives up on nothing while other frames come', () => {
    const rig = hidden();
    expect(minutes(rig, 30, () => rig.now + 59_000).said('connection.closed')).toEqual([]);
  });

  it('gives up on nothing while bytes leave it', () => {
    const rig = hidden();
    for (let minute = 0; minute < 10; minute += 1) {
      rig.bufferedAmount = 1_000_000 - minute * 10_000;
      minutes(rig, 1);
    }
    expect(rig.said('connection.closed')).toEqual([]);
  });

  it('doubts for a whole timeout before it gives up', () => {
    expect(minutes(hidden({ heartbeat: { timeoutMs: 290_000 } }), 5).said('connection.closed')).toEqual([]);
    expect(minutes(hidden({ heartbeat: { timeoutMs: 290_000 } }), 7).said('connection.closed')).toHaveLength(1);
  });

  it('does not cut a server that never answers, but does after a sleep', () => {
    const rig = minutes(hidden({ heartbeat: { intervalMs: 10_000 } }, 'unanswered'), 10);
    expect(rig.said('connection.closed')).toEqual([]);
    rig.block(3_600_000);
    expect(rig.said('connection.closed')).toEqual([expect.objectContaining({ cause: 'sleep' })]);
  });

  it('counts a dial that hangs, the second time that its time is over', () => {
    const rig = minutes(closed(hidden()).advance(2_000), 1);
    expect(rig.state).toMatchObject({ phase: 'dialing', attempt: 1 });
    expect(minutes(rig, 1).said('connect.failed')).toEqual([expect.objectContaining({ cause: 'connect-timeout' })]);
  });
});

it('a visible page that was blocked over and over gives up on nothing that it could not hear', () => {
  const rig = pong(createMachineRig({}, 0.5).opened().advance(40)).advance(100);
  expect(minutes(rig, 10).said('connection.closed')).toEqual([]);
});

describe('a page that gives its socket up while hidden', () => {
  const pausing: MachineOptions = { whenHidden: { pauseAfterMs: 5_000 } };

  it('stays paused when the network is back, and dials when it is shown', () => {
    const rig = hidden(pausing).advance(6_000);
    expect(rig.status).toBe('paused');
    rig.send({ type: 'page.changed', signal: 'offline' }).send({ type: 'page.changed', signal: 'online' });
    expect(rig.status).toBe('paused');
    expect(rig.send({ type: 'page.changed', signal: 'visible' }).status).toBe('connecting');
  });

  it('has its whole time again for a reconnect() that the app asks for', () => {
    const rig = closed(hidden(pausing), 4403).advance(60_000).send({ type: 'user.reconnected' });
    expect(rig.advance(4_999).state.phase).toBe('dialing');
    expect(rig.advance(1).status).toBe('paused');
  });

  it('is not paused while a person signs in, perhaps in another tab', () => {
    const rig = closed(createMachineRig(pausing, 0, true).opened(), 4401);
    rig.send({ type: 'page.changed', signal: 'hidden' }).advance(60_000);
    expect(rig.state.phase).toBe('authorizing');
    expect(rig.send({ type: 'auth.renewed', socketId: 1 }).state.phase).toBe('dialing');
  });
});
