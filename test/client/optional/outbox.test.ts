import { describe, expect, it, vi } from 'vitest';
import { composeSocket } from '../../../src/client/composeSocket.js';
import { createOutbox, type OutboxOptions } from '../../../src/client/optional/outbox.js';
import { createManualClock } from '../../../src/testing/createManualClock.js';
import {
  createFakeConnection,
  createOpenConnection,
  type FakeConnection,
} from '../../support/client/fakeConnection.js';
import { createFakeTransport, type FakeSocket } from '../../support/client/fakeTransport.js';

const open = (options: OutboxOptions = {}): FakeConnection => createOpenConnection({ outbox: createOutbox(options) });
/** Opens a dial, and lets the other side answer its first ping. */
const answer = (socket: FakeSocket | undefined): void => {
  socket?.open();
  socket?.pong();
};
const messages = (sent: readonly unknown[]): unknown[] => sent.filter((data) => !String(data).startsWith('{"type":"'));

describe('the outbox', () => {
  it('A8: without one, what cannot be sent is rejected', () => {
    const { subject } = createFakeConnection();
    expect(subject.send('hello')).toBe('rejected');
  });

  it('sends at once while open, holds while not, and sends what it held first, in order, once', () => {
    const { subject, socket, clock, sockets } = open();
    expect(subject.send('one')).toBe('sent');
    socket.close();
    expect([subject.send('two'), subject.send('three')]).toEqual(['queued', 'queued']);
    expect(subject.store.getState().outbox?.queuedCount).toBe(2);
    clock.advance(500);
    answer(sockets[1]);
    expect(subject.send('four')).toBe('sent');
    expect(messages(sockets[1]?.sent ?? [])).toEqual(['two', 'three', 'four']);
    expect(subject.store.getState().outbox?.queuedCount).toBe(0);
  });

  it('A8: heartbeats are never held, and never sent late', () => {
    const { socket, clock, sockets } = open();
    socket.close();
    clock.advance(500);
    answer(sockets[1]);
    expect(sockets[1]?.sent).toEqual(['{"type":"ping"}']);
  });

  it('is bounded: the newest is rejected, or the oldest dropped and named', () => {
    const rejecting = open({ maxMessages: 2 });
    rejecting.socket.close();
    expect(['a', 'b', 'c'].map(rejecting.subject.send)).toEqual(['queued', 'queued', 'rejected']);

    const onDropped = vi.fn();
    const dropping = open({ maxMessages: 2, overflow: 'drop-oldest', onDropped });
    dropping.socket.close();
    expect(['a', 'b', 'c'].map(dropping.subject.send)).toEqual(['queued', 'queued', 'queued']);
    expect(onDropped.mock.calls).toEqual([['a', 'overflow']]);
    expect(dropping.subject.log.at(-1)).toMatchObject({ kind: 'outbox.dropped', reason: 'overflow', count: 1 });
  });

  it('lets go of what has waited too long, and says so', () => {
    const onDropped = vi.fn();
    const { subject, socket, clock, sockets } = open({ ttlMs: 300, onDropped });
    socket.close();
    subject.send('stale');
    clock.advance(299);
    subject.send('fresh');
    clock.advance(201);
    answer(sockets[1]);
    expect(onDropped.mock.calls).toEqual([['stale', 'expired']]);
    expect(messages(sockets[1]?.sent ?? [])).toEqual(['fresh']);
  });

  it('is emptied by disconnect(), and takes nothing after it', () => {
    const onDropped = vi.fn();
    const { subject, socket } = open({ onDropped });
    socket.close();
    subject.send('mine');
    subject.disconnect();
    expect(onDropped.mock.calls).toEqual([['mine', 'closed']]);
    expect(subject.send('more')).toBe('rejected');
  });

  it('confirms by the pong what was sent before its ping, asks for one soon after, and names the rest at a loss', () => {
    const onUnconfirmed = vi.fn();
    const outbox = createOutbox({ onUnconfirmed });
    const { subject, socket, clock } = createOpenConnection({ outbox });
    subject.send('one');
    subject.send('two');
    const pings = socket.sent.filter((data) => data === '{"type":"ping"}').length;
    clock.advance(250);
    expect(socket.sent.filter((data) => data === '{"type":"ping"}')).toHaveLength(pings + 1);
    subject.send('three');
    socket.pong();
    expect(outbox.unconfirmed).toEqual(['three']);
    socket.close();
    expect(onUnconfirmed.mock.calls).toEqual([[['three']]]);
    expect(subject.log).toContainEqual(expect.objectContaining({ kind: 'outbox.unconfirmed', count: 1 }));
    expect(outbox.unconfirmed).toEqual([]);
  });

  it('leaves no timer behind', () => {
    const { subject, clock } = open();
    subject.send('one');
    subject.disconnect();
    expect(clock.timerCount).toBe(0);
  });

  it('is used by the first connection that connects or sends, not by one that is only made', () => {
    const outbox = createOutbox();
    createFakeConnection({ outbox });
    const { subject, socket, kinds } = createOpenConnection({ outbox });
    expect(subject.send('mine')).toBe('sent');
    expect(messages(socket.sent)).toEqual(['mine']);
    expect(kinds).not.toContain('listener.failed');
  });

  it('goes over to the next connection with what it holds, once the one before has ended', () => {
    const onUnconfirmed = vi.fn();
    const outbox = createOutbox({ onUnconfirmed });
    const before = createOpenConnection({ outbox });
    before.subject.send('in doubt');
    before.socket.close();
    before.subject.send('held');
    const after = createOpenConnection({ outbox });
    before.subject.disconnect();
    after.clock.advance(0);
    expect(messages(after.socket.sent)).toEqual(['held']);
    expect(onUnconfirmed.mock.calls).toEqual([[['in doubt']]]);
    expect(after.kinds).not.toContain('listener.failed');
  });

  it('says so when two connections use it at once', () => {
    const outbox = createOutbox();
    createOpenConnection({ outbox });
    const { subject, clock } = createOpenConnection({ outbox });
    clock.advance(0);
    expect(subject.log).toContainEqual(
      expect.objectContaining({
        kind: 'listener.failed',
        message: expect.stringContaining('one connection at a time'),
      }),
    );
  });

  it('can be sent to while the connection is away, and not once it is closed', () => {
    const { subject, socket } = createOpenConnection({ outbox: createOutbox() });
    const canSend = (): boolean => subject.store.getState().canSend;
    expect(canSend()).toBe(true);
    socket.close();
    expect(canSend()).toBe(true);
    expect(subject.send('later')).toBe('queued');
    subject.disconnect();
    expect(canSend()).toBe(false);
    expect(subject.send('never')).toBe('rejected');
  });

  it('is no longer that of a connection from which another took it over', () => {
    const outbox = createOutbox();
    const before = createOpenConnection({ outbox });
    const after = createFakeConnection({ outbox });
    expect(after.subject.send('for the next one')).toBe('queued');
    expect(before.subject.send('mine')).toBe('sent');
    expect(messages(before.socket.sent)).toEqual(['mine']);
    expect(outbox.unconfirmed).toEqual([]);
    before.socket.close();
    expect(before.subject.store.getState().canSend).toBe(false);
    expect(before.subject.send('lost')).toBe('rejected');
    after.subject.connect();
    answer(after.socket);
    expect(messages(after.socket.sent)).toEqual(['for the next one']);
  });

  it('is read when a connection starts: one that is given later serves from the next start on', () => {
    const [first, second] = [createOutbox(), createOutbox()];
    const { transport } = createFakeTransport();
    // As a hook's options are: read when they are used.
    const options = { outbox: first, clock: createManualClock() };
    const subject = composeSocket('ws://gateway.test/', options, transport);
    subject.send('one');
    options.outbox = second;
    subject.send('two');
    expect([first.queuedCount, second.queuedCount]).toEqual([2, 0]);
    subject.disconnect();
    subject.connect();
    subject.send('three');
    expect([first.queuedCount, second.queuedCount]).toEqual([0, 1]);
    expect(subject.store.getState().outbox?.queuedCount).toBe(1);
  });

  it.each<[string, unknown]>([
    ['outbox.maxMessages', { maxMessages: 0 }],
    ['outbox.ttlMs', { ttlMs: -1 }],
    ['outbox.overflow', { overflow: 'explode' }],
  ])('%s is refused by name', (option, options) => {
    expect(() => createOutbox(options as OutboxOptions)).toThrow(`heartbeat-socket: ${option} must be `);
  });

  it('rejects a message that the socket throws at, and goes on', () => {
    const { subject, socket } = open();
    socket.throwsAt = (data) => typeof data === 'object';
    expect(subject.send({ type: 'chat' })).toBe('rejected');
    expect(subject.send('after')).toBe('sent');
    expect(subject.log).toContainEqual(expect.objectContaining({ kind: 'message.invalid', direction: 'out' }));
    expect(subject.store.getState().status).toBe('open');
  });

  it('drops a held message that the socket throws at, and sends those behind it', () => {
    const onDropped = vi.fn();
    const { subject, sockets } = createFakeConnection({ outbox: createOutbox({ onDropped }) });
    const bad = { type: 'chat' };
    for (const message of ['first', bad, 'second']) expect(subject.send(message)).toBe('queued');
    subject.connect();
    const [socket] = sockets;
    if (socket) socket.throwsAt = (data) => typeof data === 'object';
    answer(socket);
    expect(messages(socket?.sent ?? [])).toEqual(['first', 'second']);
    expect(onDropped.mock.calls).toEqual([[bad, 'invalid']]);
    expect(subject.store.getState()).toMatchObject({ status: 'open', outbox: { queuedCount: 0, droppedCount: 1 } });
    subject.disconnect();
    expect(subject.store.getState().status).toBe('closed');
  });

  it('tells that a message is too old when it becomes so, not when the connection is back', () => {
    const onDropped = vi.fn();
    const { subject, socket, clock } = open({ ttlMs: 300, onDropped });
    socket.close();
    subject.send('first');
    clock.advance(100);
    subject.send('second');
    clock.advance(199);
    expect(onDropped).not.toHaveBeenCalled();
    clock.advance(1);
    expect(onDropped.mock.calls).toEqual([['first', 'expired']]);
    expect(subject.store.getState().outbox).toEqual({ queuedCount: 1, unconfirmedCount: 0, droppedCount: 1 });
    clock.advance(100);
    expect(onDropped).toHaveBeenCalledTimes(2);
  });

  it('counts sleep, during which the monotonic clock stands still', () => {
    const onDropped = vi.fn();
    const { subject, socket, clock, sockets } = open({ ttlMs: 60_000, onDropped });
    socket.close();
    subject.send('stale');
    clock.jumpWall(3_600_000);
    clock.advance(500);
    answer(sockets[1]);
    expect(onDropped.mock.calls).toEqual([['stale', 'expired']]);
    expect(messages(sockets[1]?.sent ?? [])).toEqual([]);
  });

  it('is not misled by a wall clock that is set back', () => {
    const onDropped = vi.fn();
    const { subject, socket, clock } = open({ ttlMs: 300, onDropped });
    socket.close();
    subject.send('stale');
    clock.jumpWall(-3_600_000);
    clock.advance(300);
    expect(onDropped.mock.calls).toEqual([['stale', 'expired']]);
  });

  it.each([
    ['a buffer', (bytes: Uint8Array<ArrayBuffer>) => bytes.buffer],
    ['a view', (bytes: Uint8Array<ArrayBuffer>) => bytes],
    ['a part of a buffer', (bytes: Uint8Array<ArrayBuffer>) => new DataView(bytes.buffer, 1, 1)],
  ])('sends %s as it was when it was handed over', (_, toMessage) => {
    const { subject, socket, clock, sockets } = open();
    socket.close();
    const bytes = new Uint8Array([1, 2, 3]);
    const message = toMessage(bytes);
    subject.send(message);
    bytes.fill(9);
    clock.advance(500);
    answer(sockets[1]);
    const sent = sockets[1]?.sent.find((data) => typeof data !== 'string') as ArrayBuffer;
    expect([...new Uint8Array(sent)]).toEqual(message.byteLength === 1 ? [2] : [1, 2, 3]);
  });

  it('counts nothing as in doubt where no pong will come, and never stops sending', () => {
    const onUnconfirmed = vi.fn();
    const outbox = createOutbox({ onUnconfirmed });
    const { subject, socket, clock } = createOpenConnection({ outbox, heartbeat: false });
    let sentCount = 0;
    for (let count = 0; count < 100_001; count += 1) if (subject.send('hello') === 'sent') sentCount += 1;
    expect(sentCount).toBe(100_001);
    expect(outbox.unconfirmed).toEqual([]);
    clock.advance(1_000);
    socket.close();
    expect(onUnconfirmed).not.toHaveBeenCalled();
  });

  it('waits for the first frame: a server that accepts only to close gets no message', () => {
    const { subject, socket, clock, sockets } = open();
    socket.close();
    expect(subject.send('mine')).toBe('queued');
    clock.advance(500);
    sockets[1]?.open();
    expect(subject.send('too')).toBe('queued');
    sockets[1]?.close(1011);
    expect(messages(sockets[1]?.sent ?? [])).toEqual([]);
    clock.advance(10_000);
    answer(sockets[2]);
    expect(messages(sockets[2]?.sent ?? [])).toEqual(['mine', 'too']);
  });

  it('waits a second at most, where the server has nothing to say', () => {
    const { subject, socket, clock, sockets } = open();
    socket.close();
    subject.send('mine');
    clock.advance(500);
    sockets[1]?.open();
    clock.advance(999);
    expect(messages(sockets[1]?.sent ?? [])).toEqual([]);
    clock.advance(1);
    expect(messages(sockets[1]?.sent ?? [])).toEqual(['mine']);
  });

  it('is not in doubt for ever: where no ping is answered, what is sent is just sent', () => {
    const outbox = createOutbox();
    const { subject, sockets, clock } = createFakeConnection({ outbox, heartbeat: { intervalMs: 5_000 } });
    subject.connect();
    sockets[0]?.open();
    clock.advance(1_000);
    expect(subject.send('one')).toBe('sent');
    expect(outbox.unconfirmedCount).toBe(1);
    clock.advance(14_000);
    expect(subject.store.getState().heartbeat).toBe('unanswered');
    expect(outbox.unconfirmedCount).toBe(0);
    expect(subject.send('two')).toBe('sent');
    expect(outbox.unconfirmedCount).toBe(0);
  });
});

describe('what an outbox holds', () => {
  it('goes out when a pong has made room for it', () => {
    const { subject, socket } = open();
    for (let count = 0; count < 100_000; count += 1) subject.send('x');
    expect(subject.send('held')).toBe('queued');
    void subject.check();
    socket.pong();
    expect(socket.sent.at(-1)).toBe('held');
    expect(subject.send('later')).toBe('sent');
  });

  it('from before connect() expires in time', () => {
    const onDropped = vi.fn<(data: unknown) => void>();
    const { subject, clock } = createFakeConnection({ outbox: createOutbox({ ttlMs: 5_000, onDropped }) });
    subject.send('early');
    subject.connect();
    clock.advance(5_000);
    expect(onDropped).toHaveBeenCalledWith('early', 'expired');
  });

  it('and another connection takes over expires in time', () => {
    const onDropped = vi.fn<(data: unknown) => void>();
    const outbox = createOutbox({ ttlMs: 5_000, onDropped });
    const before = createFakeConnection({ outbox });
    before.subject.connect();
    before.subject.send('mine');
    const { subject, clock } = createFakeConnection({ outbox });
    subject.connect();
    before.subject.disconnect();
    clock.advance(5_000);
    expect(onDropped).toHaveBeenCalledWith('mine', 'expired');
  });
});
