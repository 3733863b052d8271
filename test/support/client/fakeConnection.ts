import type { SocketOptions } from '../../../src/client/options.js';
import type { SocketUrl } from '../../../src/client/url.js';
import { composeSocket } from '../../../src/client/composeSocket.js';
import type { HeartbeatSocket } from '../../../src/client/heartbeatSocket.js';
import { createManualClock, type ManualClock } from '../../../src/testing/createManualClock.js';
import { createFakeTransport, type FakeTransport } from './fakeTransport.js';

/** A whole socket in a scripted world: its clock and its network do what the test says. */
export interface FakeConnection extends FakeTransport {
  readonly subject: HeartbeatSocket;
  readonly clock: ManualClock;
  /** Kinds of the records so far. */
  readonly kinds: readonly string[];
}

export function createFakeConnection(
  options: SocketOptions = {},
  url: SocketUrl = 'ws://gateway.test/ws',
): FakeConnection {
  const clock = createManualClock();
  const fake = createFakeTransport();
  // The real transport dials a macrotask later; the fake at once. Nothing may depend on either.
  const WebSocket = function Unused() {} as unknown as NonNullable<SocketOptions['WebSocket']>;
  const subject = composeSocket(
    url,
    { clock, random: () => 0, WebSocket, diagnose: false, ...options },
    fake.transport,
  );
  return {
    subject,
    clock,
    transport: fake.transport,
    sockets: fake.sockets,
    get socket() {
      return fake.socket;
    },
    get kinds() {
      return subject.log.map(({ kind }) => kind);
    },
  };
}

/** One that is connected, with the first ping answered. */
export function createOpenConnection(options: SocketOptions = {}): FakeConnection {
  const connection = createFakeConnection(options);
  connection.subject.connect();
  connection.socket.open();
  connection.socket.pong();
  return connection;
}
