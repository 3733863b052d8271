import { expect, it, vi } from 'vitest';
import { createOutbox } from '../../../src/client/optional/outbox.js';
import { jsonCodec } from '../../../src/protocol/codec.js';
import { createFakeConnection, createOpenConnection } from '../../support/client/fakeConnection.js';

const fault = (): never => {
  throw new Error('the app’s own fault');
};

it('an onUnconfirmed that throws does not stop the reconnect', () => {
  const connection = createOpenConnection({ outbox: createOutbox({ onUnconfirmed: fault }) });
  connection.subject.send('in doubt');
  connection.socket.close();
  expect(connection.kinds).toContain('listener.failed');
  connection.clock.advance(2_000);
  expect(connection.sockets).toHaveLength(2);
});

it('an onDropped that throws keeps nobody from hearing of the other messages, and destroy from ending', () => {
  const onDropped = vi.fn<() => void>(fault);
  const { subject } = createFakeConnection({ outbox: createOutbox({ onDropped }) });
  subject.connect();
  subject.send('one');
  subject.send('two');
  subject.destroy();
  expect(onDropped).toHaveBeenCalledTimes(2);
  expect(subject.store.getState().status).toBe('closed');
});

it('what happens at rest sets no timer, and is counted at once', () => {
  const { subject, clock } = createFakeConnection({
    outbox: createOutbox({ maxMessages: 1, overflow: 'drop-oldest' }),
  });
  subject.configure({ intervalMs: 5_000 });
  subject.send('one');
  subject.send('two');
  expect(clock.timerCount).toBe(0);
  subject.disconnect();
  expect(clock.timerCount).toBe(0);
});

it('a codec that throws at a message does not throw into the socket, and hides no message', () => {
  const connection = createOpenConnection({ heartbeat: { codec: { ...jsonCodec, classify: fault } } });
  const heard: unknown[] = [];
  connection.subject.onMessage((data) => heard.push(data));
  connection.socket.receive('hello');
  expect(heard).toEqual(['hello']);
  expect(connection.kinds).toContain('listener.failed');
});

it('a socket that goes on telling after disconnect reaches nobody, and sets no timer', () => {
  const { subject, socket, clock } = createOpenConnection();
  const heard: unknown[] = [];
  subject.onMessage((data) => heard.push(data));
  subject.disconnect();
  socket.late.message({ data: 'late' } as MessageEvent);
  expect(heard).toEqual([]);
  expect(clock.timerCount).toBe(0);
});

it('a connection ended by a listener, while it starts on a page that is offline, says that it is closed', () => {
  const page = { isHidden: () => false, isOnline: () => false, subscribe: () => () => {} };
  const { subject } = createFakeConnection({ page });
  subject.onEvent(({ kind }) => {
    if (kind === 'page.changed') subject.disconnect();
  });
  subject.connect();
  expect(subject.store.getState().status).toBe('closed');
});
