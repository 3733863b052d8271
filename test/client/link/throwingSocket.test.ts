import { expect, it, onTestFinished, vi } from 'vitest';
import { composeSocket } from '../../../src/client/composeSocket.js';
import type { HeartbeatSocket } from '../../../src/client/heartbeatSocket.js';
import { transport as platformTransport } from '../../../src/client/link/platformTransport.js';
import { transport as reconnectingWebSocketTransport } from '../../../src/client/link/reconnectingWebSocketTransport.js';
import type { SocketOptions } from '../../../src/client/options.js';
import type { Transport } from '../../../src/client/transport.js';
import { createManualClock, type ManualClock } from '../../../src/testing/createManualClock.js';

/** A WebSocket class of the app's whose members throw. */
class ThrowingSocket extends EventTarget {
  static newest: ThrowingSocket;
  readyState = 0;
  binaryType: unknown;
  constructor() {
    super();
    ThrowingSocket.newest = this;
  }
  get bufferedAmount(): number {
    throw new Error('bufferedAmount');
  }
  send(): void {}
  close(): void {
    throw new Error('close');
  }
  tell(type: string, fields: object): void {
    this.dispatchEvent(Object.assign(new Event(type), fields));
  }
}

async function connected(transport: Transport, options: SocketOptions = {}): Promise<[HeartbeatSocket, ManualClock]> {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => said.mockRestore());
  const clock = createManualClock();
  const WebSocket = ThrowingSocket as unknown as NonNullable<SocketOptions['WebSocket']>;
  const subject = composeSocket('ws://a.test/', { clock, WebSocket, diagnose: false, ...options }, transport);
  subject.connect();
  // reconnecting-websocket dials in a microtask of its own.
  for (let turn = 0; turn < 5; turn += 1) {
    clock.advance(1);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  ThrowingSocket.newest.readyState = 1;
  ThrowingSocket.newest.tell('open', {});
  return [subject, clock];
}

const transports: [string, Transport][] = [
  ['reconnecting-websocket', reconnectingWebSocketTransport],
  ['the platform alone', platformTransport],
];

it.each(transports)('the end of a socket whose close() throws is seen: %s', async (_, transport) => {
  const [subject] = await connected(transport);
  ThrowingSocket.newest.tell('close', { code: 1006, reason: '', wasClean: false });
  expect(subject.retryInMs()).not.toBeNull();
});

it.each(transports)('a codec’s fatal frame ends a connection whose close() throws: %s', async (_, transport) => {
  const codec = {
    name: 'fatal',
    initiator: 'client' as const,
    start: () => ({ classify: () => ({ kind: 'fatal' as const, reason: 'no' }), ping: () => 'p', pong: () => null }),
  };
  const [subject] = await connected(transport, { heartbeat: { codec } });
  ThrowingSocket.newest.tell('message', { data: 'die' });
  expect(subject.store.getState().status).toBe('failed');
});

it.each(transports)('the app can end a connection whose close() throws: %s', async (_, transport) => {
  const [subject, clock] = await connected(transport);
  subject.disconnect();
  expect(subject.store.getState().status).toBe('closed');
  expect(clock.timerCount).toBe(0);
});

it.each(transports)('a bufferedAmount that throws does not throw out of a timer: %s', async (_, transport) => {
  const [subject, clock] = await connected(transport);
  expect(() => clock.advance(30_000)).not.toThrow();
  expect(subject.log.filter(({ kind }) => kind === 'ping.sent').length).toBeGreaterThan(1);
});
