import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createOutbox, type DropReason, type Outbox, type OutboxOptions } from '../../../src/client/optional/outbox.js';
import {
  createFakeConnection,
  createOpenConnection,
  type FakeConnection,
} from '../../support/client/fakeConnection.js';

/** An app that sends again what the outbox drops for one reason. */
function sendingAgain(reason: DropReason, options: OutboxOptions): FakeConnection & { outbox: Outbox; said: string[] } {
  const said: string[] = [];
  const outbox = createOutbox({
    ...options,
    onDropped: (data, why) => {
      // Not for ever: it would be the app's own endless loop.
      if (why === reason && said.length < 30) said.push(connection.subject.send(data), connection.subject.send(data));
    },
  });
  const connection = createFakeConnection({ outbox });
  return Object.assign(connection, { outbox, said });
}

describe('what is dropped and sent again from `onDropped`', () => {
  it('takes no more room than there is', () => {
    const { subject, outbox, said } = sendingAgain('overflow', { maxMessages: 2, overflow: 'drop-oldest' });
    for (let count = 0; count < 10; count += 1) subject.send('message');
    expect(said).toContain('queued');
    expect(outbox.queuedCount).toBe(2);
  });

  it('leaves no timer behind when it had expired', () => {
    const { subject, clock, outbox } = sendingAgain('expired', { ttlMs: 300 });
    subject.connect();
    subject.send('message');
    clock.advance(300);
    expect(outbox.queuedCount).toBe(2);
    subject.disconnect();
    expect(clock.timerCount).toBe(0);
  });

  it('is rejected when the app has ended the connection', () => {
    const { subject, outbox, said } = sendingAgain('closed', {});
    subject.connect();
    subject.send('message');
    subject.disconnect();
    expect(said).toEqual(['rejected', 'rejected']);
    expect(outbox.queuedCount).toBe(0);
  });
});

describe('a buffer that the app uses again', () => {
  it('is reported with its old content when it is in doubt', () => {
    const doubted: unknown[] = [];
    const outbox = createOutbox({ onUnconfirmed: (messages) => doubted.push(...messages) });
    const { subject, socket } = createOpenConnection({ outbox });
    const bytes = new Uint8Array([1, 2]);
    expect(subject.send(bytes)).toBe('sent');
    bytes.fill(0);
    expect(outbox.unconfirmed).toEqual([new Uint8Array([1, 2])]);
    socket.close();
    expect(doubted).toEqual([new Uint8Array([1, 2])]);
  });

  it('is copied when it is of another realm, such as a frame’s', () => {
    const { subject, sockets, clock, socket } = createOpenConnection({ outbox: createOutbox() });
    socket.close();
    const buffer = runInNewContext('new Uint8Array([1, 2]).buffer') as ArrayBuffer;
    expect(subject.send(buffer)).toBe('queued');
    new Uint8Array(buffer).fill(0);
    clock.advance(500);
    sockets[1]?.open();
    sockets[1]?.pong();
    expect([...new Uint8Array(sockets[1]?.sent.at(-1) as ArrayBuffer)]).toEqual([1, 2]);
  });
});
