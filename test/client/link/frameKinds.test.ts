import { expect, it } from 'vitest';
import type { Classified } from '../../../src/protocol/codec.js';
import { createFakeConnection, createOpenConnection } from '../../support/client/fakeConnection.js';
import type { FakeSocket } from '../../support/client/fakeTransport.js';

it('a notice is no ping: neither the log nor the counters say so', () => {
  const connection = createOpenConnection();
  const { subject, socket, clock } = connection;
  socket.receive('{"type":"heartbeat.notice","id":"n-1","text":{"en":"Maintenance at noon"}}');
  clock.advance(1_000);
  expect(subject.store.getState()).toMatchObject({ notice: { id: 'n-1' }, counters: { pingsReceived: 0 } });
  expect(connection.kinds).not.toContain('ping.received');
});

it.each([
  ['NaN', NaN],
  ['nothing', undefined as unknown as number],
  ['a negative number', -5],
])('a codec of the app’s that says %s for the timing starts no storm of pings', (_, ms) => {
  const settings: Classified = { kind: 'settings', heartbeat: { intervalMs: ms, timeoutMs: ms }, version: 1 };
  const codec = {
    name: 'mine',
    initiator: 'both',
    start: () => ({ classify: () => settings, ping: () => 'ping', pong: () => null }),
  } as const;
  const { subject, clock, sockets } = createFakeConnection({ heartbeat: { codec } });
  subject.connect();
  const socket = sockets[0] as FakeSocket;
  socket.open();
  socket.receive('settings');
  clock.advance(10_000);
  expect(subject.store.getState().settings).toMatchObject({ intervalMs: 1_000, timeoutMs: 1_000 });
  expect(socket.sent.length).toBeLessThanOrEqual(12);
});
