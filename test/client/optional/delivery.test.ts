import { describe, expect, it, vi } from 'vitest';
import { createOutbox, type OutboxOptions } from '../../../src/client/optional/outbox.js';
import type { SocketOptions } from '../../../src/client/options.js';
import { createFakeConnection, createOpenConnection } from '../../support/client/fakeConnection.js';

const PONG = '{"type":"pong"}';

/** A connection whose first ping was answered, with its outbox. */
function open(options: OutboxOptions = {}, socketOptions: SocketOptions = {}) {
  const outbox = createOutbox(options);
  const connection = createOpenConnection({ outbox, ...socketOptions });
  const { subject, clock, sockets } = connection;
  return {
    ...connection,
    outbox,
    first: connection.socket,
    delivery: () => subject.store.getState().delivery,
    /** Lets the next attempt succeed, and its ping be answered. */
    comeBack: () => {
      clock.advance(500);
      const socket = sockets.at(-1);
      socket?.open();
      socket?.receive(PONG);
      return socket;
    },
  };
}

/** Answers the ping that asks whether the messages have arrived. */
function confirm({ clock, sockets }: Pick<ReturnType<typeof open>, 'clock' | 'sockets'>): void {
  clock.advance(250);
  sockets.at(-1)?.receive(PONG);
}

describe('what became of the messages', () => {
  it('is not told without an outbox', () => {
    expect(createOpenConnection().subject.store.getState().delivery).toBeUndefined();
  });

  it('is nothing before the first message, and "received" once a pong has come back for it', () => {
    const connection = open();
    expect(connection.delivery()).toEqual({ caughtUpCount: 0, inDoubtCount: 0, notSentCount: 0, result: null });
    connection.subject.send('one');
    connection.clock.advance(250);
    expect(connection.subject.store.getState().outbox?.unconfirmedCount).toBe(1);
    expect(connection.delivery()?.result).toBeNull();
    connection.first.receive(PONG);
    expect(connection.delivery()?.result).toBe('received');
  });

  it('counts the messages that had waited and were sent when the connection came back, until it is lost', () => {
    const connection = open();
    const { subject, first, comeBack, delivery } = connection;
    first.close();
    ['one', 'two'].forEach(subject.send);
    expect(delivery()?.caughtUpCount).toBe(0);
    const second = comeBack();
    expect(delivery()?.caughtUpCount).toBe(2);
    subject.send('three');
    confirm(connection);
    expect(delivery()).toMatchObject({ caughtUpCount: 2, result: 'received' });
    second?.close();
    expect(delivery()?.caughtUpCount).toBe(0);
  });

  it('keeps a doubt over later successes, until it is settled', () => {
    const connection = open();
    connection.subject.send('one');
    connection.first.close();
    expect(connection.delivery()?.inDoubtCount).toBe(1);
    connection.comeBack();
    connection.subject.send('two');
    confirm(connection);
    expect(connection.delivery()).toMatchObject({ inDoubtCount: 1, result: 'received' });
    connection.outbox.settle();
    expect(connection.delivery()?.inDoubtCount).toBe(0);
  });

  it('has no doubt left where the app settles it by sending again', () => {
    const connection = open({
      onUnconfirmed: (messages) => {
        messages.forEach(connection.subject.send);
        connection.outbox.settle();
      },
    });
    connection.subject.send('one');
    connection.first.close();
    expect(connection.delivery()?.inDoubtCount).toBe(0);
    expect(connection.subject.store.getState().outbox?.queuedCount).toBe(1);
  });

  it('counts what was dropped as not sent, until it is settled', () => {
    const { subject, first, outbox, clock, delivery } = open({ ttlMs: 100 });
    first.close();
    subject.send('one');
    clock.advance(100);
    expect(delivery()?.notSentCount).toBe(1);
    outbox.settle();
    expect(delivery()?.notSentCount).toBe(0);
    expect(subject.store.getState().outbox?.droppedCount).toBe(1);
  });

  it('is settled after the end of the connection, too', () => {
    const { subject, first, outbox, delivery } = open();
    first.close();
    subject.send('mine');
    subject.disconnect();
    expect(delivery()?.notSentCount).toBe(1);
    outbox.settle();
    expect(delivery()?.notSentCount).toBe(0);
  });

  it('is "sent", and never "received", where the server answers no pings', () => {
    const outbox = createOutbox();
    const { subject, sockets, clock } = createFakeConnection({ outbox, heartbeat: { intervalMs: 5_000 } });
    const delivery = () => subject.store.getState().delivery;
    subject.connect();
    sockets[0]?.open();
    clock.advance(1_000);
    subject.send('one');
    expect(delivery()?.result).toBeNull();
    clock.advance(14_000);
    expect(subject.store.getState().heartbeat).toBe('unanswered');
    expect(delivery()?.result).toBe('sent');
    subject.send('two');
    sockets[0]?.close();
    clock.advance(0);
    expect(delivery()).toMatchObject({ inDoubtCount: 0, result: 'sent' });
  });

  it('keeps its identity while it says the same, as does the snapshot', () => {
    const { subject, outbox, delivery } = open();
    const before = delivery();
    const snapshot = subject.store.getState();
    outbox.settle();
    expect(delivery()).toBe(before);
    expect(subject.store.getState().outbox).toBe(snapshot.outbox);
    expect(subject.store.getState()).toBe(snapshot);
  });
});

describe('flushed()', () => {
  it('is "confirmed" at once where there is nothing to wait for', async () => {
    expect(await createOutbox().flushed()).toBe('confirmed');
    expect(await open().outbox.flushed()).toBe('confirmed');
  });

  it('waits for the pong, and not for messages that came later', async () => {
    const connection = open();
    const told = vi.fn();
    connection.subject.send('one');
    const flushed = connection.outbox.flushed().then(told);
    connection.clock.advance(250);
    connection.subject.send('later');
    await Promise.resolve();
    expect(told).not.toHaveBeenCalled();
    connection.first.receive(PONG);
    await flushed;
    expect(told).toHaveBeenCalledWith('confirmed');
    expect(connection.outbox.unconfirmedCount).toBe(1);
  });

  it('waits through an outage for what is held', async () => {
    const connection = open();
    connection.first.close();
    connection.subject.send('held');
    const flushed = connection.outbox.flushed();
    connection.comeBack();
    confirm(connection);
    expect(await flushed).toBe('confirmed');
  });

  it('tells the worst that became of a message: one in doubt, then one dropped', async () => {
    const connection = open({ ttlMs: 300 });
    connection.subject.send('in doubt');
    const inDoubt = connection.outbox.flushed();
    connection.first.close();
    expect(await inDoubt).toBe('in-doubt');
    connection.subject.send('too old');
    const dropped = connection.outbox.flushed();
    connection.clock.advance(300);
    expect(await dropped).toBe('dropped');
  });

  it('tells the worst, also when a better end comes after it', async () => {
    const connection = open({ maxMessages: 2, overflow: 'drop-oldest' });
    connection.first.close();
    ['one', 'two'].forEach(connection.subject.send);
    const flushed = connection.outbox.flushed();
    connection.subject.send('three');
    connection.comeBack();
    confirm(connection);
    expect(await flushed).toBe('dropped');
  });

  it.each([
    ['settled', 60_000],
    ['without an end', Infinity],
  ])('leaves no timer behind when it is %s', async (_how, timeoutMs) => {
    const timersAfter = async (waits: boolean): Promise<number> => {
      const connection = open();
      connection.subject.send('one');
      const flushed = waits ? connection.outbox.flushed({ timeoutMs }) : undefined;
      confirm(connection);
      await flushed;
      return connection.clock.timerCount;
    };
    expect(await timersAfter(true)).toBe(await timersAfter(false));
  });

  it('remembers what was not settled', async () => {
    const connection = open();
    connection.subject.send('in doubt');
    connection.first.close();
    expect(await connection.outbox.flushed()).toBe('in-doubt');
    connection.comeBack();
    connection.subject.send('fine');
    const flushed = connection.outbox.flushed();
    confirm(connection);
    expect(await flushed).toBe('in-doubt');
    connection.outbox.settle();
    expect(await connection.outbox.flushed()).toBe('confirmed');
  });

  it('is "dropped" when the app ends the connection while a message waits', async () => {
    const { subject, first, outbox } = open();
    first.close();
    subject.send('mine');
    const flushed = outbox.flushed({ timeoutMs: Infinity });
    subject.disconnect();
    expect(await flushed).toBe('dropped');
  });

  it('is "sent" where the server answers no pings', async () => {
    const { subject, outbox } = open({}, { heartbeat: false });
    subject.send('one');
    expect(await outbox.flushed()).toBe('sent');
  });

  it('gives up after timeoutMs; with 0 it tells what is known now; no timer is left', async () => {
    const connection = open();
    connection.first.close();
    connection.subject.send('held');
    const timerCount = connection.clock.timerCount;
    const flushed = connection.outbox.flushed({ timeoutMs: 200 });
    connection.clock.advance(200);
    expect(await flushed).toBe('timeout');
    const now = connection.outbox.flushed({ timeoutMs: 0 });
    connection.clock.advance(0);
    expect(await now).toBe('timeout');
    const kept = connection.outbox.flushed();
    connection.comeBack();
    confirm(connection);
    expect(await kept).toBe('confirmed');
    expect(connection.clock.timerCount).toBeLessThanOrEqual(timerCount);
  });

  it('goes on over a takeover by another connection', async () => {
    const { subject, first, outbox } = open();
    first.close();
    subject.send('held');
    const flushed = outbox.flushed();
    const after = createOpenConnection({ outbox });
    subject.disconnect();
    confirm({ clock: after.clock, sockets: after.sockets });
    expect(await flushed).toBe('confirmed');
  });

  it('refuses a timeout that is no time', () => {
    expect(() => createOutbox().flushed({ timeoutMs: NaN })).toThrow('heartbeat-socket: flushed.timeoutMs must be ');
  });
});
