import { describe, expect, it, vi } from 'vitest';
import { createOutbox } from '../../../src/client/optional/outbox.js';
import { createTrace } from '../../../src/client/optional/trace.js';
import { replay } from '../../../src/client/replay.js';
import type { Classified, Codec, CodecSession } from '../../../src/protocol/codec.js';
import { createFakeConnection, type FakeConnection } from '../../support/client/fakeConnection.js';
import { createFakePage } from '../../support/client/fakePage.js';

/** A dialect of single words, which does what a test needs. */
function wordCodec(session: Partial<CodecSession> = {}, more: Partial<Codec> = {}): Codec {
  const kinds: Readonly<Record<string, Classified>> = {
    ping: { kind: 'ping' },
    pong: { kind: 'pong' },
    beat: { kind: 'alive' },
    banned: { kind: 'fatal', reason: 'no such account' },
    leave: { kind: 'reconnect', afterMs: 0, windowMs: 0, reason: 'restart' },
    faster: { kind: 'settings', heartbeat: { intervalMs: 5_000, timeoutMs: 15_000 }, version: 1 },
  };
  return {
    name: 'word',
    initiator: 'both',
    start: () => ({
      classify: (data) => kinds[String(data)] ?? { kind: 'message' },
      ping: () => 'ping',
      pong: () => 'pong',
      ...session,
    }),
    ...more,
  };
}

interface Opened extends FakeConnection {
  readonly heard: unknown[];
}

function open(codec: Codec, options: Parameters<typeof createFakeConnection>[0] = {}): Opened {
  const connection = createFakeConnection({ ...options, heartbeat: { codec } });
  const heard: unknown[] = [];
  connection.subject.onMessage((data) => heard.push(data));
  connection.subject.connect();
  connection.socket.open();
  return Object.assign(connection, { heard });
}

const status = ({ subject }: FakeConnection): string => subject.store.getState().status;

describe('a session', () => {
  it('is started once for each connection, when it opens, and says its handshake before any ping', () => {
    const start = vi.fn<Codec['start']>(wordCodec({ open: () => ['login', 'subscribe'] }).start);
    const connection = createFakeConnection({ heartbeat: { codec: wordCodec({}, { start }) } });
    connection.subject.connect();
    expect(start).not.toHaveBeenCalled();
    connection.socket.open();
    expect(connection.socket.sent).toEqual(['login', 'subscribe', 'ping']);
    connection.subject.reconnect();
    connection.socket.open();
    expect(start).toHaveBeenCalledTimes(2);
    expect(connection.socket.sent).toEqual(['login', 'subscribe', 'ping']);
  });

  it('may answer in bytes, and carry in its pong what was in the ping', () => {
    const codec = wordCodec({
      classify: (data) => ({ kind: 'ping', payload: data }),
      pong: ({ payload }) => new TextEncoder().encode(`pong ${String(payload)}`),
    });
    const { socket } = open(codec);
    socket.receive('7');
    expect(socket.sent.at(-1)).toEqual(new TextEncoder().encode('pong 7'));
  });

  it('asks for the subprotocols of its codec, where the options name none', () => {
    const codec = wordCodec({}, { protocols: ['words.v1'] });
    expect(open(codec).socket.request.protocols).toEqual(['words.v1']);
    expect(open(codec, { protocols: 'mine' }).socket.request.protocols).toBe('mine');
  });
});

describe('what a codec classifies', () => {
  it('never reaches the application, but for messages', () => {
    const connection = open(wordCodec());
    for (const word of ['ping', 'pong', 'beat', 'faster', 'hello']) connection.socket.receive(word);
    expect(connection.heard).toEqual(['hello']);
    expect(connection.subject.store.getState().settings).toMatchObject({ intervalMs: 5_000, source: 'gateway' });
  });

  it('may be several of one message, of which the application gets its parts, in order', () => {
    const word = wordCodec().start();
    const classify = (data: unknown): Classified[] =>
      String(data)
        .split('\n')
        .map((part) => {
          const found = word.classify(part) as Classified;
          return found.kind === 'message' ? { kind: 'message', data: part } : found;
        });
    const connection = open(wordCodec({ classify }));
    connection.socket.receive('one\npong\ntwo\nping');
    expect(connection.heard).toEqual(['one', 'two']);
    expect(connection.kinds).toContain('pong.received');
    expect(connection.socket.sent.at(-1)).toBe('pong');
    connection.socket.receive('three\nbanned\nfour');
    expect(connection.heard).toEqual(['one', 'two', 'three']);
  });

  it('alive: proof of life without an answer', () => {
    const connection = open(wordCodec());
    connection.socket.receive('beat');
    expect(connection.subject.store.getState().heartbeat).toBe('answered');
    expect(connection.socket.sent).toEqual(['ping']);
    expect(connection.kinds).not.toContain('pong.sent');
  });

  it('reconnect: leaves, and comes back', () => {
    const connection = open(wordCodec());
    connection.socket.receive('leave');
    connection.clock.advance(1);
    expect(connection.sockets).toHaveLength(2);
  });
});

describe('fatal', () => {
  it('ends the connection in `failed`, with the words of the backend, and leaves no timer', () => {
    const connection = open(wordCodec());
    connection.socket.receive('hello');
    connection.socket.receive('banned');
    expect(connection.subject.store.getState()).toMatchObject({
      status: 'failed',
      cause: 'refused',
      lastClose: { code: 4403, reason: 'no such account' },
    });
    expect(connection.subject.log).toContainEqual(
      expect.objectContaining({ kind: 'connection.closed', cause: 'refused', reason: 'no such account' }),
    );
    expect(connection.socket.dropped).toBeDefined();
    expect(connection.clock.timerCount).toBe(0);
  });

  it('as the first frame is a dial that failed: nothing held is sent', () => {
    const connection = open(wordCodec(), { outbox: createOutbox() });
    connection.subject.send('kept');
    connection.socket.receive('banned');
    expect(status(connection)).toBe('failed');
    expect(connection.socket.sent).toEqual(['ping']);
    expect(connection.subject.log).toContainEqual(
      expect.objectContaining({ kind: 'connect.failed', message: 'closed with 4403 no such account' }),
    );
    expect(connection.subject.store.getState().outbox).toMatchObject({ queuedCount: 1 });
  });

  it('may be overruled by the app', () => {
    const connection = open(wordCodec(), { reconnect: { decide: () => 'retry' } });
    connection.socket.receive('banned');
    expect(status(connection)).toBe('reconnecting');
  });
});

describe('a codec that has no ping for now', () => {
  const loginCodec = (): Codec => {
    const word = wordCodec().start();
    let isLoggedIn = false;
    return wordCodec({
      classify: (data) => {
        if (data === 'welcome') isLoggedIn = true;
        return word.classify(data);
      },
      ping: () => (isLoggedIn ? 'ping' : null),
    });
  };

  it('sends none, records none, and is not judged meanwhile', () => {
    const connection = open(loginCodec(), { outbox: createOutbox() });
    connection.clock.advance(600_000);
    expect(connection.socket.sent).toEqual([]);
    expect(connection.kinds).not.toContain('ping.sent');
    expect(status(connection)).toBe('open');
    expect(connection.subject.store.getState().counters.pingsSent).toBe(0);
  });

  it('is pinged at the next interval after it has, and measured right', () => {
    const connection = open(loginCodec());
    connection.clock.advance(100);
    connection.socket.receive('welcome');
    while (connection.socket.sent.length === 0) connection.clock.advance(100);
    connection.clock.advance(30);
    connection.socket.receive('pong');
    expect(connection.subject.store.getState().latency?.lastMs).toBeLessThanOrEqual(130);
    expect(connection.subject.store.getState().heartbeat).toBe('answered');
  });
});

describe('a dialect in which the server pings', () => {
  const server = (): Codec => wordCodec({}, { initiator: 'server', everyMs: 10_000 });

  it('lives on the pings of the server, on messages, and dies of neither for the timeout', () => {
    const connection = open(server());
    for (let seconds = 0; seconds < 120; seconds += 10) {
      connection.socket.receive(seconds % 20 === 0 ? 'ping' : 'hello');
      connection.clock.advance(10_000);
    }
    expect(status(connection)).toBe('open');
    expect(new Set(connection.socket.sent)).toEqual(new Set(['pong']));
    connection.clock.advance(19_999);
    expect(status(connection)).toBe('degraded');
    connection.clock.advance(1);
    expect(status(connection)).toBe('reconnecting');
    expect(connection.subject.store.getState().cause).toBe('heartbeat-timeout');
  });

  it('holds no message in doubt, as no pong will ever confirm one', () => {
    const connection = open(server(), { outbox: createOutbox() });
    connection.socket.receive('ping');
    expect(connection.subject.send('hello')).toBe('sent');
    expect(connection.subject.store.getState().outbox).toMatchObject({ unconfirmedCount: 0 });
  });

  it('answers a check with the next ping of the server, or with its absence', async () => {
    const connection = open(server());
    connection.socket.receive('ping');
    const alive = connection.subject.check();
    connection.socket.receive('ping');
    expect(await alive).toEqual({ alive: true, rttMs: null });
    const dead = connection.subject.check();
    connection.clock.advance(20_000);
    expect(await dead).toEqual({ alive: false, rttMs: null });
  });

  it('replays to the same states, from a trace', () => {
    const trace = createTrace();
    const codec = server();
    const connection = open(codec, { trace });
    connection.socket.receive('ping');
    connection.clock.advance(31_000);
    connection.sockets.at(-1)?.open();
    connection.sockets.at(-1)?.receive('banned');
    const steps = replay(trace.toString(), { heartbeat: { codec } });
    expect(steps.filter((step) => !step.isSame)).toEqual([]);
    expect(steps.at(-1)?.status).toBe('failed');
  });
});

describe('a codec that throws', () => {
  const fault = (): never => {
    throw new Error('the app’s own fault');
  };

  it.each<[string, Codec]>([
    ['start', wordCodec({}, { start: fault })],
    ['open', wordCodec({ open: fault })],
    ['classify', wordCodec({ classify: fault })],
    ['ping', wordCodec({ ping: fault })],
    ['pong', wordCodec({ pong: fault })],
    ['nothing, and answers nothing', wordCodec({ classify: () => undefined as never, ping: () => undefined as never })],
  ])('in %s never throws into the socket, and the connection stays', (_, codec) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const connection = open(codec);
    connection.socket.receive('ping');
    connection.socket.receive('hello');
    connection.clock.advance(600_000);
    expect(status(connection)).toBe('open');
    expect(connection.heard.at(-1)).toBe('hello');
    expect(connection.subject.send('still here')).toBe('sent');
    said.mockRestore();
  });

  it('has not pinged, and has not answered', () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const connection = open(wordCodec({ ping: fault, pong: fault }));
    connection.socket.receive('ping');
    expect(connection.kinds).toContain('listener.failed');
    expect(connection.kinds).not.toContain('ping.sent');
    expect(connection.kinds).not.toContain('pong.sent');
    said.mockRestore();
  });
});

it('a ping that made the client leave its connection is not answered on the next one', () => {
  const codec: Codec = {
    name: 'payloads',
    initiator: 'both',
    start: () => ({
      classify: (data) => (String(data).startsWith('ping') ? { kind: 'ping', payload: data } : { kind: 'message' }),
      ping: () => 'question',
      pong: ({ payload }) => `re:${String(payload)}`,
    }),
  };
  const page = createFakePage();
  const connection = createFakeConnection({ page, heartbeat: { codec, intervalMs: 10_000 } });
  connection.subject.connect();
  connection.socket.open();
  page.signal('hidden');
  // A side that never answered is dialled anew after a sleep, which the first frame brings to light.
  connection.clock.drift(120_000);
  connection.socket.receive('ping-old');
  expect(connection.sockets).toHaveLength(2);
  connection.socket.open();
  for (const ping of ['ping-1', 'ping-2']) connection.socket.receive(ping);
  expect(connection.socket.sent.filter((data) => String(data).startsWith('re:'))).toEqual(['re:ping-1', 're:ping-2']);
});
