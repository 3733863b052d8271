import { describe, expect, it } from 'vitest';
import { retryDelayMs } from '../../src/machine/backoff.js';
import { withSample } from '../../src/machine/latency.js';
import type { PageSignal } from '../../src/machine/event.js';
import { resolveMachineConfig } from '../../src/machine/options.js';
import type { HeartbeatTiming } from '../../src/protocol/frames.js';
import { closed, createMachineRig, type MachineRig } from '../support/client/machineRig.js';

// Values at the very edge of a rule: mutation testing (`npm run mutate`) found that nothing else held them.

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
  expect(rig.state).toMatchObject({ owed: 1, outstanding: [{ id: 2, sentAt: 40 }] });
});

describe('timing in force', () => {
  const timing = { intervalMs: 25_000, timeoutMs: 75_000 };
  const offer = (rig: MachineRig, version: number, welcome: boolean, administered = false): MachineRig =>
    rig.send({ type: 'settings.received', socketId: 1, timing, version, administered, welcome });

  it('is the options’ from the start, where they say one', () => {
    expect(createMachineRig({ heartbeat: { timeoutMs: 9_000 } }).state.settings.source).toBe('options');
    expect(createMachineRig().state.settings.source).toBe('default');
  });

  it.each([true, false])('is the app’s shorter interval until an operator sets one (in a welcome: %s)', (welcome) => {
    const own = { heartbeat: { intervalMs: 5_000 } };
    const rig = createMachineRig(own).opened();
    expect(offer(rig, 1, welcome).state.settings.intervalMs).toBe(5_000);
    // A file has changed: a version says nothing of who did it.
    expect(offer(rig, 2, welcome).state.settings).toMatchObject({ intervalMs: 5_000, source: 'options', version: 2 });
    expect(offer(rig, 3, welcome, true).state.settings).toMatchObject({ intervalMs: 25_000, source: 'gateway' });
    // The operator withdraws it.
    expect(offer(rig, 4, welcome).state.settings).toMatchObject({ intervalMs: 5_000, source: 'options', version: 4 });
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
  expect(retryDelayMs(reconnect, 'retry-now', 1, 0, 0.9996)).toBe(1_000);
  expect(retryDelayMs(reconnect, 'spread', 1, 0, 0.9999)).toBe(5_000);
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
  closed(rig.open(), 4401);
  expect(rig.state.phase).toBe('authorizing');
});

it('at rest nothing is known, and without heartbeats nothing is timed', () => {
  expect(createMachineRig({ heartbeat: false }).state).toMatchObject({
    phase: 'idle',
    settings: { intervalMs: 0, timeoutMs: 0, version: 0 },
    attempt: 0,
    socketId: 0,
  });
});

it('an overloaded gateway is left alone for half of its tier at least', () => {
  const { reconnect } = resolveMachineConfig();
  const shortest = [1, 2, 3, 4, 5].map((attempt) => retryDelayMs(reconnect, 'slow', attempt, 0, 0));
  expect(shortest).toEqual([1_000, 15_000, 30_000, 150_000, 150_000]);
});

describe('timing of others', () => {
  const offer = (rig: MachineRig, timing: HeartbeatTiming, version: number): MachineRig =>
    rig.send({ type: 'settings.received', socketId: 1, timing, version, welcome: true });

  it('is followed from its first version on by an app that chose none, slower or faster', () => {
    const slower = { intervalMs: 40_000, timeoutMs: 120_000 };
    expect(offer(createMachineRig().opened(), slower, 1).state.settings).toMatchObject(slower);
  });

  it('yields to what was configured at run time, unless an operator has changed it at run time too', () => {
    const rig = createMachineRig().opened();
    rig.send({ type: 'user.configured', timing: { intervalMs: 2_000 } });
    expect(offer(rig, { intervalMs: 25_000, timeoutMs: 75_000 }, 1).state.settings.intervalMs).toBe(2_000);
  });

  it('does not take the timeout from an app with the same interval', () => {
    const rig = createMachineRig({ heartbeat: { intervalMs: 25_000, timeoutMs: 30_000 } }).opened();
    expect(offer(rig, { intervalMs: 25_000, timeoutMs: 75_000 }, 1).state.settings.timeoutMs).toBe(30_000);
  });

  it('is a change though the interval stays', () => {
    const rig = offer(createMachineRig().opened(), { intervalMs: 25_000, timeoutMs: 50_000 }, 2);
    expect(rig.said('settings.changed')).toEqual([
      expect.objectContaining({ to: { intervalMs: 25_000, timeoutMs: 50_000 } }),
    ]);
  });
});

describe('coming back to the page', () => {
  const page = (rig: MachineRig, signal: PageSignal): MachineRig => rig.send({ type: 'page.changed', signal });

  it('going away from it is no reason to look', () => {
    const rig = page(createMachineRig().opened().advance(100), 'hidden');
    expect(rig.orders).toEqual([]);
    expect(page(rig.advance(2_000), 'visible').orders).toEqual([{ type: 'ping.send', id: undefined }]);
  });

  it('a navigation that was a download is no outage: Firefox closed the socket, but no attempt is used up', () => {
    const rig = page(
      createMachineRig({ reconnect: { maxAttempts: 1 } })
        .opened()
        .advance(100),
      'leaving',
    );
    closed(rig.advance(50), 1001);
    expect(rig.state.phase).toBe('waiting');
    rig.advance(500);
    expect(rig.state).toMatchObject({ phase: 'dialing', attempt: 0 });
    expect(rig.kinds).not.toContain('lost');
  });

  it('nor is one that a busy browser tells the page of two seconds later', () => {
    const rig = page(createMachineRig().opened().advance(100), 'leaving');
    expect(closed(rig.advance(2_000), 1001).state).toMatchObject({ phase: 'waiting', attempt: 0 });
  });

  it('a server that goes away long after a navigation is an outage', () => {
    const rig = page(createMachineRig({ heartbeat: false }).opened().advance(100), 'leaving');
    closed(rig.advance(60_000), 1001);
    expect(rig.state).toMatchObject({ attempt: 1 });
  });

  it('is one thing, though it is said three times: what fails in between is not tried again', () => {
    const rig = closed(createMachineRig({ reconnect: { maxAttempts: 1 } }).opened());
    page(rig.advance(100), 'visible');
    expect(rig.state.phase).toBe('dialing');
    closed(rig.advance(100));
    expect(rig.state.phase).toBe('failed');
    expect(page(rig.advance(100), 'restored').state.phase).toBe('failed');
    expect(page(rig.advance(1_000), 'restored').state.phase).toBe('dialing');
  });

  it.each([
    ['visible' as const, 1006, 'closed'],
    [10_000, 1006, 'sleep'],
  ])('after %s, a loss is put down to what it was', (what, code, cause) => {
    const rig = createMachineRig().opened().advance(100);
    if (what === 'visible') page(rig, what);
    else rig.send({ type: 'clock.woke', gapMs: what });
    expect(closed(rig.advance(50), code).state.outage).toMatchObject({ cause });
  });

  it('a dial that fails after sleep counts as a failed dial', () => {
    const rig = closed(createMachineRig().opened());
    rig.send({ type: 'clock.woke', gapMs: 60_000 }).advance(600);
    expect(rig.state.phase).toBe('dialing');
    expect(closed(rig).state.outage).toMatchObject({ cause: 'connect-error' });
  });
});

it('the first connection has nothing to prove, and a timeout says how long it was silent', () => {
  const rig = createMachineRig({ heartbeat: { intervalMs: 1_000, timeoutMs: 3_000, detection: 'fixed' } }).opened();
  expect(rig.state).toMatchObject({ trust: 'stable' });
  rig.advance(40).send({ type: 'pong.received', socketId: 1 });
  expect(rig.advance(20_000, 40).said('heartbeat.timeout')).toEqual([expect.objectContaining({ silentMs: 3_860 })]);
  expect(rig.said('stable')).toEqual([]);
});

it('a draining gateway is alive, and says how soon it wants us gone', () => {
  const rig = createMachineRig({ heartbeat: { intervalMs: 1_000, detection: 'fixed' } }, 0.5)
    .opened()
    .advance(2_000);
  expect(rig.status).toBe('degraded');
  const hint = { afterMs: 100, windowMs: 1_000 };
  rig.send({ type: 'drain.received', socketId: 1, hint, reason: 'restart' });
  expect(rig.status).toBe('open');
  expect(rig.said('drain.received')).toEqual([{ ...hint, leaveInMs: 600, reason: 'restart' }]);
});

it('remembers eight pings without an answer, and no more', () => {
  const rig = createMachineRig().opened();
  const timing = { intervalMs: 25_000, timeoutMs: 75_000 };
  rig.send({ type: 'settings.received', socketId: 1, timing, version: 1, welcome: true });
  for (let count = 0; count < 9; count += 1) rig.advance(10).send({ type: 'user.checked' });
  rig.advance(10).send({ type: 'pong.received', socketId: 1, id: 1 });
  expect(rig.said('pong.received')).toEqual([{ id: 1 }]);
  rig.send({ type: 'pong.received', socketId: 1, id: 2 });
  expect(rig.said('pong.received')[1]).toMatchObject({ id: 2, rttMs: 80 });
});

it('a connection counts as stable only after stableAfterMs', () => {
  const heartbeat = { intervalMs: 1_000, detection: 'fixed' } as const;
  const rig = closed(createMachineRig({ heartbeat, reconnect: { stableAfterMs: 5_000 } }).opened()).advance(500);
  rig.open();
  const answer = (): MachineRig => rig.send({ type: 'pong.received', socketId: rig.state.socketId });
  for (let seconds = 0; seconds < 4; seconds += 1) answer().advance(1_000);
  expect(answer().state.attempt).toBe(1);
  rig.advance(1_000);
  expect(answer().state.attempt).toBe(0);
});

it('adaptive detection counts no miss while the pong still has time', () => {
  const rig = createMachineRig({ heartbeat: { intervalMs: 2_000 } }).opened();
  expect(rig.advance(4_900).said('ping.sent')).toHaveLength(3);
  expect(rig.said('heartbeat.missed')).toEqual([]);
  expect(rig.advance(100).said('heartbeat.missed')).toHaveLength(1);
});

it('how long a renewal of credentials took is said', () => {
  const rig = closed(createMachineRig({}, 0, true).opened().advance(1_000), 4401);
  rig.advance(30).send({ type: 'auth.renewed', socketId: 1 });
  expect(rig.said('auth.renewed')).toEqual([{ tookMs: 30 }]);
});

describe('a gateway that asks each new connection to leave at once', () => {
  const leaving = (rig: MachineRig): MachineRig => {
    const hint = { afterMs: 0, windowMs: 0 };
    return rig.send({ type: 'drain.received', socketId: rig.state.socketId, hint, reason: 'restart' }).advance(0);
  };

  it('is dialled again at once three times, and then by the attempts and their delays', () => {
    const rig = leaving(createMachineRig().opened());
    expect(rig.state).toMatchObject({ phase: 'dialing', socketId: 2 });
    leaving(rig.open());
    expect(rig.state).toMatchObject({ phase: 'dialing', attempt: 2 });
    leaving(rig.open());
    expect(rig.state).toMatchObject({ phase: 'dialing', attempt: 3 });
    leaving(rig.open());
    expect(rig.state).toMatchObject({ phase: 'waiting', attempt: 4, outage: { cause: 'drain' } });
    for (let seconds = 0; seconds < 600; seconds += 1) {
      if (rig.advance(1_000).state.phase === 'dialing') leaving(rig.open());
    }
    expect(rig.status).toBe('failed');
    expect(rig.said('connect.started')).toHaveLength(11);
  });

  it('costs no attempt where the connection was there for a while', () => {
    const rig = leaving(createMachineRig().opened()).open().advance(10_000, 9_000);
    rig.send({ type: 'pong.received', socketId: 2 });
    expect(rig.said('stable')).toHaveLength(1);
    expect(leaving(rig).state).toMatchObject({ phase: 'dialing', socketId: 3, attempt: 1 });
  });
});

it.each([
  ['in its close reason', true],
  ['before it closed', false],
])('a decision of the app’s beats the time that the server asked for %s', (_, isInReason) => {
  const rig = createMachineRig({ reconnect: { decide: () => 'retry' } }).opened();
  const hint = { afterMs: 60_000, windowMs: 0 };
  if (!isInReason) rig.send({ type: 'drain.received', socketId: 1, hint, reason: 'restart' });
  closed(rig, 1012, isInReason ? hint : undefined);
  expect(rig.said('retry.scheduled')).toEqual([expect.objectContaining({ delayMs: 500 })]);
});
