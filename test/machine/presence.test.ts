import { describe, expect, it } from 'vitest';
import type { PageSignal } from '../../src/machine/event.js';
import type { MachineOptions } from '../../src/machine/options.js';
import { closed, createMachineRig, pong, type MachineRig } from '../support/client/machineRig.js';

const page = (rig: MachineRig, ...signals: PageSignal[]): MachineRig =>
  signals.reduce((last, signal) => last.send({ type: 'page.changed', signal }), rig);
const opened = (rig: MachineRig): MachineRig => rig.open();
const calm = (options: MachineOptions = {}): MachineRig => pong(createMachineRig(options, 0.5).opened().advance(40));
const dials = (rig: MachineRig): number => rig.said('connect.started').length;

describe('A2: coming back to the page', () => {
  it('probes a connection that is open, once a burst, and keeps it', () => {
    const rig = calm().advance(5_000);
    const pings = rig.said('ping.sent').length;
    page(rig, 'visible', 'restored', 'online', 'restored');
    expect(rig.said('ping.sent')).toHaveLength(pings + 1);
    expect(pong(rig.advance(40)).status).toBe('open');
    expect(dials(rig)).toBe(1);
  });

  it('dials at once instead of waiting, one dial a burst, the countdown gone', () => {
    const rig = closed(calm({ reconnect: { minDelayMs: 60_000 } }));
    page(rig, 'visible', 'online', 'restored');
    expect(dials(rig)).toBe(2);
    expect(rig.state.phase).toBe('dialing');
  });

  it.each(['visible', 'online', 'restored'] as const)(
    'A12: %s revives what has failed, with a fresh budget',
    (signal) => {
      const rig = closed(closed(calm({ reconnect: { maxAttempts: 1 } })).advance(2_000));
      expect(rig.status).toBe('failed');
      page(rig.advance(60_000), signal);
      expect(rig.state).toMatchObject({ phase: 'dialing', attempt: 1 });
      expect(opened(rig).status).toBe('open');
    },
  );

  it.each([4000, 4401])('does not revive what was refused with %i', (code) => {
    const rig = closed(calm(), code);
    page(rig, 'visible', 'online');
    expect(rig.status).toBe('failed');
    expect(rig.send({ type: 'user.reconnected' }).state.phase).toBe('dialing');
  });

  it('A13: a socket that died in the back-forward cache is replaced within a tenth of a second', () => {
    const rig = closed(page(calm().advance(60_000), 'restored').advance(3));
    expect(rig.state).toMatchObject({ phase: 'waiting' });
    expect(rig.advance(100).state.phase).toBe('dialing');
  });

  it('attributes only the first loss to it, so that a server that is down is not hammered', () => {
    const rig = closed(page(closed(calm()), 'visible'));
    rig.advance(100);
    const before = dials(rig);
    closed(rig);
    expect(rig.advance(499).said('connect.started')).toHaveLength(before);
  });

  it('after eight hours of sleep finds out with one ping, and says that it slept', () => {
    const rig = calm().block(8 * 3_600_000);
    expect(rig.status).toBe('open');
    expect(rig.said('clock.wake')).toHaveLength(1);
    expect(pong(rig.advance(40)).advance(60_000, Infinity).status).toBe('open');
  });

  it('knows a socket that sleep has killed, and dials again at once', () => {
    const rig = calm().send({ type: 'clock.woke', gapMs: 3_600_000 });
    closed(rig.advance(20));
    expect(rig.state).toMatchObject({ phase: 'waiting', outage: { cause: 'sleep' } });
    expect(rig.advance(100).state.phase).toBe('dialing');
  });

  it.each([
    [8_000, 'sleep'],
    [10_000, 'closed'],
  ])('still knows that it slept when the page is shown %i ms later: %s', (afterMs, cause) => {
    const rig = calm().send({ type: 'clock.woke', gapMs: 3_600_000 });
    page(pong(rig).advance(afterMs), 'visible');
    expect(closed(rig.advance(20)).state.outage).toMatchObject({ cause });
  });
});

describe('A11: the browser’s word on the network', () => {
  it('is a reason to check, never a verdict: frames flow, and the connection stays open', () => {
    const rig = page(calm().advance(5_000), 'offline');
    expect(rig.said('probe.started')).toEqual([{ reason: 'offline' }]);
    expect(rig.advance(300_000, Infinity).status).toBe('open');
  });

  it('with a probe that fails is offline: a look every half minute, no attempt burnt, never for ever', () => {
    const rig = page(calm({ reconnect: { maxAttempts: 2 } }).advance(5_000), 'offline').advance(8_000);
    expect(rig.status).toBe('offline');
    expect(rig.state).toMatchObject({ outage: { cause: 'network-offline' }, attempt: 0 });
    for (let looks = 0; looks < 10; looks++) {
      rig.advance(30_000);
      expect(rig.state.phase).toBe('dialing');
      expect(rig.status).toBe('offline');
      closed(rig);
    }
    expect(rig.status).toBe('offline');
    expect(rig.state.attempt).toBe(0);
  });

  it('ends with online: a dial at once', () => {
    const rig = closed(page(calm().advance(5_000), 'offline'));
    expect(rig.status).toBe('offline');
    page(rig, 'online');
    expect(rig.state.phase).toBe('dialing');
    expect(rig.status).toBe('reconnecting');
  });
});

describe('A22: the wall clock', () => {
  it('set forward, is looked into with one ping, and changes nothing else', () => {
    const rig = calm().advance(5_000);
    const before = rig.state;
    rig.send({ type: 'clock.woke', gapMs: 12 * 3_600_000 });
    expect(rig.orders).toEqual([{ type: 'ping.send', id: undefined }]);
    expect(rig.status).toBe('open');
    expect(rig.state.latency).toBe(before.latency);
  });

  it('set forward while waiting, moves no countdown', () => {
    const rig = closed(calm({ reconnect: { minDelayMs: 30_000 } }));
    const { retryAt } = rig.state as unknown as { retryAt: number };
    rig.send({ type: 'clock.woke', gapMs: 12 * 3_600_000 });
    expect(rig.state).toMatchObject({ phase: 'waiting', retryAt });
  });
});

describe('B10: a hidden page', () => {
  const pausing: MachineOptions = { whenHidden: { pauseAfterMs: 300_000 } };

  it('keeps pinging unless the app says otherwise', () => {
    const rig = page(calm(), 'hidden').advance(3_600_000, Infinity);
    expect(rig.status).toBe('open');
  });

  it('gives its socket up after the time the app allows, and is back when it is visible, no attempt burnt', () => {
    const rig = page(calm(pausing), 'hidden').advance(299_999, Infinity);
    expect(rig.status).toBe('open');
    rig.advance(1, Infinity);
    expect(rig.status).toBe('paused');
    expect(rig.orders).toEqual([{ type: 'socket.drop', socketId: 1, code: 1000, reason: 'hidden' }]);
    expect(rig.advance(86_400_000).said('connect.started')).toHaveLength(1);
    page(rig, 'visible');
    expect(rig.state).toMatchObject({ phase: 'dialing', attempt: 0, outage: null });
    expect(opened(rig).kinds).not.toContain('lost');
  });

  it('seen again in time pauses nothing', () => {
    const rig = page(page(calm(pausing), 'hidden').advance(200_000, Infinity), 'visible');
    expect(rig.advance(600_000, Infinity).status).toBe('open');
  });
});

describe('the first signal after a sleep', () => {
  const slept = (rig: MachineRig): MachineRig => rig.send({ type: 'clock.woke', gapMs: 3_600_000 });

  it.each(['visible', 'online', 'restored'] as const)('%s dials, where the connection waited', (signal) => {
    const rig = slept(closed(calm({ reconnect: { minDelayMs: 60_000 } })));
    expect(page(rig, signal).state.phase).toBe('dialing');
  });

  it('revives what had failed', () => {
    const rig = closed(closed(calm({ reconnect: { maxAttempts: 1 } })).advance(2_000));
    expect(page(slept(rig), 'visible').state.phase).toBe('dialing');
  });

  it('does not probe an open connection again that the sleep has probed', () => {
    const rig = slept(calm());
    const pings = rig.said('ping.sent').length;
    expect(page(rig.advance(20), 'visible').said('ping.sent')).toHaveLength(pings);
  });
});

it('a network that is back is dialled at once, though a dial of the same burst failed without it', () => {
  const rig = closed(page(calm().send({ type: 'clock.woke', gapMs: 3_600_000 }), 'offline'));
  closed(page(rig, 'restored'));
  expect(rig.status).toBe('offline');
  expect(page(rig.advance(500), 'online').state.phase).toBe('dialing');
  // It is known all the same that the computer slept.
  expect(rig.state.wake).toMatchObject({ hasSlept: true });
});

describe('reconnect: false never dials by itself', () => {
  const once = (heartbeat: 'answered' | 'unanswered' = 'answered'): MachineRig =>
    createMachineRig({ reconnect: false }, 0, false, heartbeat).opened().advance(40);

  it.each(['visible', 'online', 'restored'] as const)('after a loss, when the page says %s', (signal) => {
    const rig = page(closed(once()).advance(60_000), signal);
    expect(rig.status).toBe('failed');
    expect(dials(rig)).toBe(1);
  });

  it('after a loss while the browser is offline', () => {
    const rig = closed(page(once(), 'offline')).advance(120_000);
    expect(rig.status).toBe('failed');
    expect(dials(rig)).toBe(1);
  });

  it('after a loss by a navigation that was none', () => {
    expect(dials(closed(page(once(), 'leaving'), 1001).advance(60_000))).toBe(1);
  });

  it('where only a dial would find out that a sleep or another network cut it', () => {
    const rig = page(page(once('unanswered'), 'offline'), 'online');
    rig.send({ type: 'clock.woke', gapMs: 3_600_000 }).block(3_600_000);
    expect(rig.status).toBe('open');
    expect(dials(rig)).toBe(1);
  });

  it('but does when the app asks for it', () => {
    expect(closed(once()).send({ type: 'user.reconnected' }).state.phase).toBe('dialing');
  });
});
