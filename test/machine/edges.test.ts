import { describe, expect, it } from 'vitest';
import { retryDelayMs } from '../../src/machine/backoff.js';
import { withSample } from '../../src/machine/latency.js';
import { resolveMachineConfig } from '../../src/machine/options.js';
import { createMachineRig, type MachineRig } from '../support/machineRig.js';

// Values at the very edge of a rule: mutation testing (`npm run mutate`) found that nothing else held them.

const closed = (rig: MachineRig, code = 1006): MachineRig =>
  rig.send({ type: 'socket.closed', socketId: rig.state.socketId, code, reason: '', wasClean: true });

it('a gateway that wants us back at once, gets us back at once', () => {
  const rig = createMachineRig().opened();
  const hint = { afterMs: 0, windowMs: 0 };
  rig.send({ type: 'drain.received', socketId: 1, hint, reason: 'restart' });
  closed(rig, 1012);
  expect(rig.said('retry.scheduled')).toEqual([expect.objectContaining({ delayMs: 0 })]);
});

describe('that it is lost is said once', () => {
  it('at once, when the first loss is the last', () => {
    const rig = closed(createMachineRig().opened().advance(50), 4000);
    expect(rig.said('lost')).toEqual([{ cause: 'refused', downMs: 0 }]);
  });

  it('and not again when it ends in failure', () => {
    const rig = closed(createMachineRig({ reconnect: { maxAttempts: 1, minDelayMs: 5_000 } }).opened());
    closed(rig.advance(5_000));
    expect(rig.status).toBe('failed');
    expect(rig.said('lost')).toEqual([{ cause: 'closed', downMs: 1_000 }]);
  });
});

it('one millisecond is a bound, nothing is none', () => {
  expect(resolveMachineConfig({ heartbeat: { bounds: { minMs: 1, maxMs: 1 } } }).heartbeat?.bounds.maxMs).toBe(1);
  expect(() => resolveMachineConfig({ heartbeat: { bounds: { minMs: 1, maxMs: 0 } } })).toThrow('bounds.maxMs');
});

it('a pong without an id answers the oldest ping, even one that had an id', () => {
  const rig = createMachineRig().opened();
  const timing = { intervalMs: 25_000, timeoutMs: 75_000 };
  rig.send({ type: 'pong.received', socketId: 1 });
  rig.send({ type: 'settings.received', socketId: 1, timing, version: 1, welcome: true });
  rig.send({ type: 'user.checked' }).advance(30);
  rig.advance(10).send({ type: 'user.checked' }).advance(40).send({ type: 'pong.received', socketId: 1 });
  expect(rig.said('pong.received')).toHaveLength(2);
  expect(rig.state).toMatchObject({ pulse: { owed: 1, outstanding: [{ id: 2, sentAt: 40 }] } });
});

describe('timing in force', () => {
  const timing = { intervalMs: 25_000, timeoutMs: 75_000 };
  const offer = (rig: MachineRig, version: number, welcome: boolean): MachineRig =>
    rig.send({ type: 'settings.received', socketId: 1, timing, version, welcome });

  it('is the options’ from the start, where they say one', () => {
    expect(createMachineRig({ heartbeat: { timeoutMs: 9_000 } }).state.settings.source).toBe('options');
    expect(createMachineRig().state.settings.source).toBe('default');
  });

  it('is the app’s faster beat until an administrator has spoken, in version 2', () => {
    const own = { heartbeat: { intervalMs: 5_000 } };
    expect(offer(createMachineRig(own).opened(), 1, true).state.settings.intervalMs).toBe(5_000);
    expect(offer(createMachineRig(own).opened(), 2, true).state.settings.intervalMs).toBe(25_000);
  });

  it('is not touched by configuring nothing', () => {
    const rig = createMachineRig({ heartbeat: { intervalMs: 1_000, timeoutMs: 1_500 } });
    rig.send({ type: 'user.configured', timing: {} });
    expect(rig.state.settings).toMatchObject({ intervalMs: 1_000, timeoutMs: 1_500 });
  });

  it('changes without another hello, which answers a welcome alone', () => {
    const rig = createMachineRig().opened();
    expect(offer(rig, 1, false).orders).toEqual([]);
    expect(offer(rig, 1, true).orders).toEqual([expect.objectContaining({ type: 'hello.send' })]);
  });
});

it('round trips are smoothed as RFC 6298 says, and logged to a tenth of a millisecond', () => {
  const before = { lastMs: 100, smoothedMs: 100, jitterMs: 50 };
  expect(withSample(before, 140)).toEqual({ lastMs: 140, smoothedMs: 105, jitterMs: 47.5 });
  const rig = createMachineRig().opened().advance(12.34).send({ type: 'pong.received', socketId: 1 });
  expect(rig.said('pong.received')).toEqual([{ rttMs: 12.3 }]);
});

it('a delay is rounded to the nearest millisecond', () => {
  const { reconnect } = resolveMachineConfig();
  expect(retryDelayMs(reconnect, 'retry', 1, 0.9996, 0)).toBe(1_500);
});

it('a frame from before the ping, or of its very instant, is no answer to it', () => {
  const rig = createMachineRig().opened().advance(5_000, 0);
  expect(rig.said('heartbeat.missed')).toHaveLength(1);
});

it('a page that was never hidden is not paused', () => {
  expect(
    createMachineRig({ whenHidden: { pauseAfterMs: 1_000 } })
      .opened()
      .advance(4_000).state.phase,
  ).toBe('open');
});

it('a person who asks for a fresh connection gets another renewal of credentials', () => {
  const rig = closed(createMachineRig({}, 0, true).opened(), 4401).send({ type: 'auth.renewed', socketId: 1 });
  closed(rig, 4401).send({ type: 'user.reconnected' });
  closed(rig.send({ type: 'socket.opened', socketId: rig.state.socketId }), 4401);
  expect(rig.state.phase).toBe('authorizing');
});
