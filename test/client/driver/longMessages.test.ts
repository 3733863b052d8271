import { expect, it } from 'vitest';
import { createOpenConnection, type FakeConnection } from '../../support/client/fakeConnection.js';

const LONG = 'x'.repeat(65_536);

/** Open, with a fast round trip known, just before the next ping. */
function fast(): FakeConnection {
  const connection = createOpenConnection({ random: () => 1 });
  connection.clock.advance(20);
  connection.socket.pong();
  connection.clock.advance(24_900);
  return connection;
}

/** The status a while after the ping that nothing answers: long after the third miss, and long before `timeoutMs`. */
function statusInSilence({ subject, clock }: FakeConnection): string {
  clock.advance(40_000);
  return subject.store.getState().status;
}

it('a silent path is dead after three misses', () => {
  expect(statusInSilence(fast())).toBe('reconnecting');
});

it('what the app has asked for is waited for: it may be long', () => {
  const connection = fast();
  connection.subject.send('give me the document');
  expect(statusInSilence(connection)).toBe('degraded');
});

it('an answer ends that', () => {
  const connection = fast();
  connection.subject.send('hello');
  connection.socket.receive('hello yourself');
  expect(statusInSilence(connection)).toBe('reconnecting');
});

it.each([LONG, new ArrayBuffer(65_536), new Blob([LONG])])('one long message may follow another', (data) => {
  const connection = fast();
  connection.socket.receive(data);
  expect(statusInSilence(connection)).toBe('degraded');
});

it.each(['x', new ArrayBuffer(65_535), new Blob(['x'])])('a short one says nothing about the next', (data) => {
  const connection = fast();
  connection.socket.receive(data);
  expect(statusInSilence(connection)).toBe('reconnecting');
});

it('a long message of the app’s keeps the way busy, answers or not', () => {
  const connection = fast();
  connection.subject.send(LONG);
  connection.socket.receive('a short one');
  expect(statusInSilence(connection)).toBe('degraded');
});

it.each([null, undefined, 7])('%o, which has no length, is sent as text like the platform does', (data) => {
  const { subject } = fast();
  expect(subject.send(data as unknown as string)).toBe('sent');
});
