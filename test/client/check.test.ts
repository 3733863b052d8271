import { expect, it } from 'vitest';
import type { Codec } from '../../src/protocol/codec.js';
import { jsonCodec } from '../../src/protocol/codecs/jsonCodec.js';
import { createFakeConnection, createOpenConnection, type FakeConnection } from '../support/client/fakeConnection.js';

it('B12: sends one ping for several callers, and tells each the round trip', async () => {
  const { subject, socket, clock } = createOpenConnection();
  clock.advance(5_000);
  const pings = socket.sent.length;
  const answers = Promise.all([subject.check(), subject.check()]);
  expect(socket.sent).toHaveLength(pings + 1);
  clock.advance(40);
  socket.pong();
  expect(await answers).toEqual([
    { alive: true, rttMs: 40 },
    { alive: true, rttMs: 40 },
  ]);
});

it('takes any message for an answer', async () => {
  const { subject, socket } = createOpenConnection();
  const answer = subject.check();
  socket.receive('hello');
  expect(await answer).toEqual({ alive: true, rttMs: null });
});

it('is not alive when no answer comes in time', async () => {
  const { subject, clock } = createOpenConnection();
  const answer = subject.check();
  clock.advance(5_000);
  expect(await answer).toEqual({ alive: false, rttMs: null });
});

it('is not alive, at once, where there is no connection', async () => {
  const { subject } = createOpenConnection();
  subject.disconnect();
  expect(await subject.check()).toEqual({ alive: false, rttMs: null });
});

it('rejects where heartbeats are off', async () => {
  await expect(createOpenConnection({ heartbeat: false }).subject.check()).rejects.toThrow('`heartbeat` is false');
});

it('knows nothing of a server that answers no pings, and asks it all the same', async () => {
  const connection = createFakeConnection();
  const { subject, clock } = connection;
  subject.connect();
  const { socket } = connection;
  socket.open();
  const early = subject.check();
  clock.advance(75_000);
  expect(subject.store.getState().heartbeat).toBe('unanswered');
  expect(await early).toEqual({ alive: null, rttMs: null });
  clock.advance(1);
  const pings = socket.sent.length;
  expect(await subject.check()).toEqual({ alive: null, rttMs: null });
  expect(socket.sent).toHaveLength(pings + 1);
});

it.each([
  ['closes before its first frame', (connection: FakeConnection) => connection.socket.close(1011)],
  ['is left by reconnect()', ({ subject }: FakeConnection) => subject.reconnect()],
  ['is ended by disconnect()', ({ subject }: FakeConnection) => subject.disconnect()],
])('is answered with no where the connection %s', async (_, lose) => {
  const connection = createFakeConnection();
  connection.subject.connect();
  connection.socket.open();
  connection.clock.advance(10);
  const answer = connection.subject.check();
  lose(connection);
  expect(await answer).toEqual({ alive: false, rttMs: null });
});

it('takes a heartbeat that wants no answer for one', async () => {
  const ours = jsonCodec();
  const codec: Codec = {
    ...ours,
    start: () => ({ ...ours.start(), classify: (data) => ({ kind: data === 'beat' ? 'alive' : 'message' }) }),
  };
  const { subject, socket, clock } = createOpenConnection({ heartbeat: { codec } });
  clock.advance(10);
  const answer = subject.check();
  socket.receive('beat');
  expect(await answer).toEqual({ alive: true, rttMs: null });
  expect(subject.log.at(-1)).toMatchObject({ kind: 'ping.received' });
});

it('knows nothing where the codec has no ping to send', async () => {
  const ours = jsonCodec();
  const codec: Codec = { ...ours, start: () => ({ ...ours.start(), ping: () => null }) };
  const { subject, clock } = createOpenConnection({ heartbeat: { codec } });
  clock.advance(10);
  expect(await subject.check()).toEqual({ alive: null, rttMs: null });
});

it('asks in its turn when a listener wants to know', async () => {
  const { subject, socket, clock } = createOpenConnection();
  clock.advance(10);
  let answer: Promise<unknown> | undefined;
  subject.onEvent(({ kind }) => {
    if (kind === 'ping.received') answer = subject.check();
  });
  socket.receive('{"type":"ping"}');
  await Promise.resolve();
  clock.advance(30);
  socket.pong();
  expect(await answer).toEqual({ alive: true, rttMs: 30 });
});
