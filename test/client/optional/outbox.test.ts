import { describe, expect, it, vi } from 'vitest';
import { createOutbox, type OutboxOptions } from '../../../src/client/optional/outbox.js';
import {
  createFakeConnection,
  createOpenConnection,
  type FakeConnection,
} from '../../support/client/fakeConnection.js';

const open = (options: OutboxOptions = {}): FakeConnection => createOpenConnection({ outbox: createOutbox(options) });
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
    expect(subject.store.getState().queued).toBe(2);
    clock.advance(500);
    sockets[1]?.open();
    expect(subject.send('four')).toBe('sent');
    expect(messages(sockets[1]?.sent ?? [])).toEqual(['two', 'three', 'four']);
    expect(subject.store.getState().queued).toBe(0);
  });

  it('A8: heartbeats are never held, and never sent late', () => {
    const { socket, clock, sockets } = open();
    socket.close();
    clock.advance(500);
    sockets[1]?.open();
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
    sockets[1]?.open();
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
    socket.receive('{"type":"pong"}');
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

  it('serves one connection', () => {
    const outbox = createOutbox();
    createFakeConnection({ outbox });
    expect(() => createFakeConnection({ outbox })).toThrow('an outbox serves one connection');
  });

  it.each<[string, unknown]>([
    ['outbox.maxMessages', { maxMessages: 0 }],
    ['outbox.ttlMs', { ttlMs: -1 }],
    ['outbox.overflow', { overflow: 'explode' }],
  ])('%s is refused by name', (option, options) => {
    expect(() => createOutbox(options as OutboxOptions)).toThrow(`heartbeat-socket: ${option} must be `);
  });
});
