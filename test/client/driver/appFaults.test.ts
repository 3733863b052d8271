import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { SocketOptions } from '../../../src/client/options.js';
import { createOutbox } from '../../../src/client/optional/outbox.js';
import { jsonCodec } from '../../../src/protocol/codecs/jsonCodec.js';
import { createFakeConnection, createOpenConnection } from '../../support/client/fakeConnection.js';
import { sleep } from '../../support/waitFor.js';
import { settle } from '../../support/settle.js';

const fault = (): never => {
  throw new Error('the app’s own fault');
};
/** An async function where a plain one is expected. */
const later = (): never => Promise.reject(new Error('later')) as never;

it('an onUnconfirmed that throws does not stop the reconnect', () => {
  const connection = createOpenConnection({ outbox: createOutbox({ onUnconfirmed: fault }) });
  connection.subject.send('in doubt');
  connection.socket.close();
  expect(connection.kinds).toContain('listener.failed');
  connection.clock.advance(2_000);
  expect(connection.sockets).toHaveLength(2);
});

it('an onDropped that throws does not hide the other messages, and does not stop destroy', () => {
  const onDropped = vi.fn<() => void>(fault);
  const { subject } = createFakeConnection({ outbox: createOutbox({ onDropped }) });
  subject.connect();
  subject.send('one');
  subject.send('two');
  subject.destroy();
  expect(onDropped).toHaveBeenCalledTimes(2);
  expect(subject.store.getState().status).toBe('closed');
});

it('an event at rest sets no timer, and is counted at once', () => {
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

it('a codec that throws at a message does not harm the socket, and the message is delivered', () => {
  const ours = jsonCodec();
  const connection = createOpenConnection({
    heartbeat: { codec: { ...ours, start: () => ({ ...ours.start(), classify: fault }) } },
  });
  const heard: unknown[] = [];
  connection.subject.onMessage((data) => heard.push(data));
  connection.socket.receive('hello');
  expect(heard).toEqual(['hello']);
  expect(connection.kinds).toContain('listener.failed');
});

it('a socket that goes on calling after disconnect reaches no listener, and sets no timer', () => {
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

describe('an exception of the app’s', () => {
  it('in a message listener reaches the console with its stack, and the other listeners get the message', () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const connection = createOpenConnection();
    const heard: unknown[] = [];
    connection.subject.onMessage(fault);
    connection.subject.onMessage((data) => heard.push(data));
    connection.socket.receive('hello');
    expect(heard).toEqual(['hello']);
    expect(said).toHaveBeenCalledWith(expect.objectContaining({ message: 'the app’s own fault' }));
    said.mockRestore();
  });

  it('in an async message listener is reported too', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const connection = createOpenConnection();
    connection.subject.onMessage(() => Promise.reject(new Error('later')) as never);
    connection.socket.receive('hello');
    await Promise.resolve();
    await Promise.resolve();
    expect(said).toHaveBeenCalledWith(expect.objectContaining({ message: 'later' }));
    said.mockRestore();
  });

  it.each(['onEvent', 'sink'] as const)('in %s is reported, and does not go round for ever', (where) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { subject } = createFakeConnection(where === 'sink' ? { log: { sinks: [fault] } } : {});
    if (where === 'onEvent') subject.onEvent(fault);
    subject.connect();
    expect(subject.log.map(({ kind }) => kind)).toEqual(['connect.started']);
    expect(said).toHaveBeenCalledTimes(1);
    said.mockRestore();
  });

  it.each<[string, SocketOptions]>([
    ['a store subscriber', {}],
    ['a page adapter', { page: { isHidden: fault, isOnline: fault, subscribe: fault } }],
    ['a trace-like clock jump', { random: () => Number.NaN }],
    ['onConnected', { onConnected: fault }],
    ['a timer of the app’s own', { heartbeat: { timer: { setTimeout: fault, clearTimeout: fault } } }],
  ])('in %s does not leave the driver busy', (what, options) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { subject, sockets } = createFakeConnection(options);
    if (what === 'a store subscriber') subject.store.subscribe(fault);
    subject.connect();
    sockets[0]?.open();
    sockets[0]?.pong();
    expect(subject.store.getState().status).toBe('open');
    subject.disconnect();
    expect(subject.store.getState().status).toBe('closed');
    said.mockRestore();
  });
});

describe('an address that no socket takes', () => {
  it('fails at once, with its words in the log and on the console', () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const connection = createFakeConnection();
    const { subject, clock } = connection;
    subject.connect();
    connection.socket.fail('invalid subprotocol');
    expect(subject.store.getState()).toMatchObject({ status: 'failed', cause: 'connect-error' });
    expect(subject.log).toContainEqual(
      expect.objectContaining({ kind: 'connect.failed', message: 'invalid subprotocol' }),
    );
    expect(said).toHaveBeenCalledWith(expect.stringContaining('invalid subprotocol'));
    expect(clock.timerCount).toBe(0);
    said.mockRestore();
  });

  it('is tried again where a function gave it: the next answer may be another', () => {
    const connection = createFakeConnection({}, () => 'ws://gateway.test/ws');
    const { subject } = connection;
    subject.connect();
    connection.socket.fail('invalid');
    expect(subject.store.getState().status).toBe('reconnecting');
  });
});

it.each<[string, SocketOptions]>([
  ['onConnected', { onConnected: later }],
  ['a sink', { log: { sinks: [later] } }],
  ['onUnconfirmed', { outbox: createOutbox({ onUnconfirmed: later }) }],
])('what %s rejects with later is reported, and no rejection is left unhandled', async (_, options) => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => said.mockRestore());
  const { subject, socket } = createOpenConnection(options);
  subject.send('in doubt');
  socket.close();
  await settle();
  expect(said).toHaveBeenCalledWith(expect.objectContaining({ message: 'later' }));
});

it('what reconnect.decide throws reaches the console and the log, and the close code decides', () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => said.mockRestore());
  const { subject, socket } = createOpenConnection({ reconnect: { decide: fault } });
  socket.close(4403);
  expect(subject.store.getState().status).toBe('failed');
  expect(said).toHaveBeenCalledWith(expect.objectContaining({ message: 'the app’s own fault' }));
  expect(subject.log.map(({ kind }) => kind)).toContain('listener.failed');
});

it('a subscriber of the store that throws is reported, and the others are told', () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => said.mockRestore());
  const { subject, socket } = createOpenConnection();
  const seen: string[] = [];
  subject.store.subscribe(fault);
  subject.store.subscribe(({ status }) => seen.push(status));
  socket.close();
  expect(seen).toContain('reconnecting');
  expect(said).toHaveBeenCalledWith(expect.objectContaining({ message: 'the app’s own fault' }));
  expect(subject.log).toContainEqual(expect.objectContaining({ kind: 'listener.failed' }));
});

it.each(['toString', 'constructor', '__proto__'])('a reconnect.decide that returns %s decides nothing', (answer) => {
  const { subject, socket } = createOpenConnection({ reconnect: { decide: () => answer as never } });
  socket.close();
  expect(subject.store.getState().status).toBe('reconnecting');
  expect(subject.retryInMs()).toBeGreaterThan(0);
});

it.each([null, undefined])('a URL function that answers %s dials nothing, not even the page', (answer) => {
  vi.stubGlobal('location', new URL('http://app.test/page'));
  onTestFinished(() => void vi.unstubAllGlobals());
  const { subject, sockets } = createFakeConnection({}, () => answer as never);
  subject.connect();
  expect(sockets).toHaveLength(0);
  expect(subject.store.getState()).toMatchObject({ status: 'reconnecting', cause: 'connect-error' });
});

it.each([null, undefined, Symbol('no error'), Object.create(null), { message: 5 }, { toString: null }])(
  'whatever is thrown, even without words, leaves the connection able to end',
  (thing) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => said.mockRestore());
    const throwIt = (): never => {
      throw thing;
    };
    const { subject, socket } = createOpenConnection();
    subject.onMessage(throwIt);
    subject.onConnected(throwIt);
    socket.receive('hello');
    socket.close();
    expect(subject.store.getState().status).toBe('reconnecting');
    subject.disconnect();
    expect(subject.store.getState().status).toBe('closed');
  },
);

describe('no rejection of the app’s is left unhandled', () => {
  /** What reached nothing but the process, and what was reported. */
  async function heard(run: () => void): Promise<{ unhandled: unknown[]; reported: unknown[] }> {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => said.mockRestore());
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', note);
    run();
    await sleep(20);
    process.off('unhandledRejection', note);
    return { unhandled, reported: said.mock.calls.flat() };
  }

  it('that of a URL, where the protocols throw', async () => {
    const { unhandled } = await heard(() =>
      createFakeConnection({ protocols: fault }, () => Promise.reject(new Error('later'))).subject.connect(),
    );
    expect(unhandled).toEqual([]);
  });

  it('that of a subscriber of the store, which is reported', async () => {
    const { unhandled, reported } = await heard(() => {
      const { subject } = createFakeConnection();
      subject.store.subscribe(later);
      subject.connect();
      subject.disconnect();
    });
    expect(unhandled).toEqual([]);
    expect(reported).toContainEqual(expect.objectContaining({ message: 'later' }));
  });

  it('that of reconnect.decide, which is reported, and the close code decides', async () => {
    const { subject, socket } = createOpenConnection({ reconnect: { decide: later } });
    const { unhandled, reported } = await heard(() => socket.close(4403));
    expect(subject.store.getState().status).toBe('failed');
    expect(unhandled).toEqual([]);
    expect(reported).toContainEqual(expect.objectContaining({ message: 'later' }));
  });
});

it('a console that throws, as in strict tests, does not stop the driver', () => {
  vi.stubGlobal('reportError', undefined);
  const said = vi.spyOn(console, 'error').mockImplementation(fault);
  onTestFinished(() => {
    vi.unstubAllGlobals();
    said.mockRestore();
  });
  const { subject, socket } = createOpenConnection();
  subject.onMessage(fault);
  expect(() => socket.receive('hello')).not.toThrow();
  expect(() => socket.close(1003)).not.toThrow();
  expect(subject.store.getState().status).toBe('failed');
  expect(() => subject.disconnect(1000, 'x'.repeat(200))).not.toThrow();
  expect(subject.store.getState().status).toBe('closed');
});

it('a reason that cannot be converted to text does not keep a connection open', () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => said.mockRestore());
  const { subject, socket } = createOpenConnection();
  subject.disconnect(1000, Object.create(null) as string);
  expect(subject.store.getState().status).toBe('closed');
  expect(socket.dropped).toEqual({ code: 1000, reason: '' });
});

it('a listener that destroys its connection is told the end, and nothing after it', () => {
  const kinds: string[] = [];
  const { subject, socket } = createOpenConnection({ log: { sinks: [({ kind }) => kinds.push(kind)] } });
  subject.onEvent(({ kind }) => {
    if (kind === 'ping.received') subject.destroy();
  });
  socket.receive('{"type":"ping"}');
  expect(kinds).toContain('connection.closed');
  const told = kinds.length;
  subject.configure({ intervalMs: 5_000 });
  expect(kinds).toHaveLength(told);
});
