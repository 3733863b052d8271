import { describe, expect, it } from 'vitest';
import type { MachineOptions } from '../../src/machine/options.js';
import { closed, createMachineRig, type MachineRig } from '../support/client/machineRig.js';

const rig = (options?: MachineOptions, canReauthorize = false): MachineRig =>
  createMachineRig({ reconnect: { minDelayMs: 1_000 }, ...options }, 0, canReauthorize);
/** Dialling again after a loss. */
const redialling = (from: MachineRig): MachineRig => closed(from.opened().advance(40)).advance(1_000);

describe('what the log says of', () => {
  it('a connection that opens after 30 ms, for the first time and again', () => {
    const first = rig().send({ type: 'user.connected' }).advance(30).open();
    expect(first.said('connect.opened')).toEqual([{ attempt: 0, tookMs: 30 }]);
    expect(first.said('connect.confirmed')).toEqual([{ isReconnect: false, afterMs: 0 }]);
    const again = redialling(rig()).open();
    expect(again.said('connect.confirmed').at(-1)).toEqual({ isReconnect: true, afterMs: 0 });
    expect(again.said('reconnected')).toEqual([{ attempt: 1, downMs: 1_000, cause: 'closed' }]);
  });

  it('the end of a connection: by the other side, by silence, by the app, and for a new one', () => {
    const ends = rig({ heartbeat: { intervalMs: 1_000, timeoutMs: 1_000, detection: 'fixed' } });
    closed(ends.opened().advance(40));
    expect(ends.state.lastClose).toEqual({ code: 1006, reason: '', wasClean: false, at: 40 });
    ends.advance(1_000).open().advance(1_000);
    ends.advance(1_000).open().advance(10).send({ type: 'user.reconnected' });
    ends.open().advance(20).send({ type: 'user.disconnected', code: 1000, reason: 'bye' });
    expect(ends.said('connection.closed')).toEqual([
      { code: 1006, reason: '', wasClean: false, cause: 'closed', openMs: 40 },
      { code: 1006, reason: '', wasClean: false, cause: 'heartbeat-timeout', openMs: 1_000 },
      { code: 4203, reason: 'replaced', wasClean: true, cause: 'manual', openMs: 10 },
      { code: 1000, reason: 'bye', wasClean: true, cause: 'manual', openMs: 20 },
    ]);
  });

  it('a connection that ends before it is confirmed: it is a failed attempt', () => {
    const early = rig().send({ type: 'user.connected' }).send({ type: 'socket.opened', socketId: 1 });
    closed(early.advance(10));
    expect(early.said('connection.closed')).toEqual([]);
    expect(early.said('connect.failed')).toEqual([{ attempt: 0, cause: 'connect-error', message: 'closed with 1006' }]);
  });

  it('a URL that no socket takes', () => {
    const never = rig().send({ type: 'user.connected' });
    never.send({ type: 'socket.failed', socketId: 1, message: 'no URL', isFinal: true });
    expect(never.status).toBe('failed');
    expect(never.said('connect.failed')).toEqual([{ attempt: 0, cause: 'connect-error', message: 'no URL' }]);
    expect(never.said('retry.exhausted')).toEqual([]);
  });

  it('attempts that are used up', () => {
    const spent = closed(redialling(rig({ reconnect: { maxAttempts: 1, minDelayMs: 1_000 } })));
    expect(spent.status).toBe('failed');
    expect(spent.said('retry.exhausted')).toEqual([{ attempt: 1, cause: 'connect-error' }]);
  });

  it('credentials: asked for with the code, refused in the app’s words, or too late', () => {
    const refused = closed(rig({}, true).opened(), 4401);
    expect(refused.said('auth.started')).toEqual([{ code: 4401 }]);
    refused.send({ type: 'auth.rejected', socketId: refused.state.socketId, message: 'signed out' });
    expect(refused.said('auth.rejected')).toEqual([{ message: 'signed out' }]);
    const late = closed(rig({ authTimeoutMs: 2_000 }, true).opened(), 4401).advance(2_000);
    expect(late.said('auth.rejected')).toEqual([{ message: 'timed out' }]);
    expect(late.status).toBe('failed');
  });

  it('the page and the clock', () => {
    const page = rig({ whenHidden: { pauseAfterMs: 5_000 } }).opened();
    page.send({ type: 'page.changed', signal: 'hidden' }).advance(5_000);
    expect(page.said('page.changed')).toEqual([{ signal: 'hidden' }]);
    expect(page.said('paused')).toEqual([{ hiddenMs: 5_000 }]);
    expect(page.said('connection.closed')).toEqual([
      { code: 1000, reason: 'hidden', wasClean: true, cause: 'hidden', openMs: 5_000 },
    ]);
    page.send({ type: 'clock.woke', gapMs: 60_000 });
    expect(page.said('clock.wake')).toEqual([{ gapMs: 60_000 }]);
  });

  it.each([
    [999, []],
    [1_000, [{ lateMs: 1_000 }]],
  ])('a dial whose time was over %i ms ago', (lateMs, said) => {
    const dialling = rig({ connectTimeoutMs: 500 })
      .send({ type: 'user.connected' })
      .block(500 + lateMs);
    expect(dialling.said('clock.late')).toEqual(said);
    expect(dialling.status).toBe(said.length > 0 ? 'connecting' : 'reconnecting');
  });

  it('an event that means nothing in its phase', () => {
    const idle = rig().send({ type: 'user.checked' });
    expect(idle.said('event.ignored')).toEqual([{ event: 'user.checked', status: 'idle' }]);
  });
});
