import { describe, expect, it, vi } from 'vitest';
import { observe, type ConnectionStatus, type ObserveOptions } from '../../src/observe/index.js';
import { createManualClock } from '../../src/testing/index.js';

/** A client of three functions, by hand. */
function setup(options: Partial<ObserveOptions> = {}) {
  const clock = createManualClock();
  let status: ConnectionStatus = 'idle';
  const listeners = new Set<() => void>();
  const reconnect = vi.fn();
  const connection = observe({
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    getStatus: () => status,
    reconnect,
    clock,
    ...options,
  });
  const go = (next: ConnectionStatus): void => {
    status = next;
    listeners.forEach((changed) => changed());
  };
  const now = () => connection.store.getState();
  const kinds = () => connection.log.map(({ kind }) => kind);
  return { clock, connection, go, kinds, listeners, now, reconnect };
}

describe('observe', () => {
  it('sets `lost` after `lostAfterMs` from the first drop, whatever is dialled meanwhile', () => {
    const { clock, go, now } = setup();
    go('connecting');
    go('open');
    go('reconnecting');
    clock.advance(600);
    go('connecting');
    clock.advance(300);
    go('reconnecting');
    clock.advance(99);
    expect(now()).toMatchObject({ status: 'reconnecting', lost: false, attempt: 2 });
    clock.advance(1);
    expect(now().lost).toBe(true);
    go('connecting');
    expect(now()).toMatchObject({ status: 'reconnecting', lost: true });
    go('open');
    expect(now()).toMatchObject({ status: 'open', lost: false, attempt: 0, cause: null });
  });

  it('records what happened in the words of every log', () => {
    const { clock, go, kinds, connection, now } = setup({ lostAfterMs: 100 });
    go('connecting');
    clock.advance(50);
    go('open');
    clock.advance(1_000);
    go('reconnecting');
    clock.advance(200);
    go('connecting');
    go('reconnecting');
    go('connecting');
    go('open');
    expect(kinds()).toEqual([
      'connect.started',
      'connect.opened',
      'connection.closed',
      'lost',
      'connect.started',
      'connect.failed',
      'connect.started',
      'connect.opened',
      'reconnected',
      'restored',
    ]);
    expect(connection.log[1]).toMatchObject({ tookMs: 50, seq: 2, side: 'client' });
    expect(connection.log[2]).toMatchObject({ openMs: 1_000, cause: 'closed' });
    expect(now().counters).toMatchObject({ attempts: 3, reconnects: 1 });
  });

  it('shows the time of the next attempt where it is told, as one instant', () => {
    let nextRetryAt: number | null = null;
    const { clock, go, now, kinds } = setup({ getNextRetryAt: () => nextRetryAt });
    go('open');
    go('reconnecting');
    expect(now().nextRetryAt).toBeNull();
    nextRetryAt = clock.wallNow() + 4_000;
    go('reconnecting');
    clock.advance(1_000);
    go('reconnecting');
    expect(now().nextRetryAt).toBe(nextRetryAt);
    expect(kinds().filter((kind) => kind === 'retry.scheduled')).toHaveLength(1);
    nextRetryAt = null;
    go('connecting');
    expect(now().nextRetryAt).toBeNull();
  });

  it('asks for one dial, however often the person asks', () => {
    const { go, connection, reconnect, clock } = setup();
    go('open');
    go('reconnecting');
    reconnect.mockImplementation(() => go('connecting'));
    connection.reconnect();
    connection.reconnect();
    expect(reconnect).toHaveBeenCalledTimes(1);
    clock.advance(1_000);
    connection.reconnect();
    expect(reconnect).toHaveBeenCalledTimes(2);
  });

  it('asks for a dial also right after one of the client’s own, which may be dead already', () => {
    const { go, connection, reconnect } = setup();
    go('open');
    go('reconnecting');
    go('connecting');
    connection.reconnect();
    connection.reconnect();
    expect(reconnect).toHaveBeenCalledTimes(1);
  });

  it('claims nothing after `destroy`, runs no timer, and hears nothing', () => {
    const { go, connection, listeners, now, clock, kinds } = setup();
    go('open');
    go('reconnecting');
    const before = kinds();
    connection.destroy();
    expect(listeners.size).toBe(0);
    clock.advance(5_000);
    go('open');
    expect(now()).toMatchObject({ status: 'idle', lost: false, canSend: false });
    expect(kinds()).toEqual(before);
  });

  it('forgets what it showed also when the undo of the app throws', () => {
    const report = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { go, connection, now } = setup({
      subscribe: () => () => {
        throw new Error('undone twice');
      },
      getStatus: () => 'open',
    });
    go('open');
    connection.destroy();
    expect(now().status).toBe('idle');
    report.mockRestore();
  });

  it('refuses a status that is none', () => {
    expect(() => setup({ getStatus: () => 'connected' as never })).toThrow('getStatus()');
  });

  it('does not end what it cannot end', () => {
    const { go, connection, now } = setup();
    go('open');
    connection.disconnect();
    expect(now().status).toBe('open');
  });
});
