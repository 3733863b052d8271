import * as v from 'valibot';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { typedMessages, type MessageFormat, type StandardSchema } from '../../../src/client/optional/typedMessages.js';
import { createHeartbeatSocket } from '../../../src/client/createHeartbeatSocket.js';
import { createOpenConnection, type FakeConnection } from '../../support/client/fakeConnection.js';

const chat = v.object({ from: v.string(), text: v.pipe(v.string(), v.maxLength(20)) });

function connected(messages: MessageFormat<unknown, never>): {
  connection: FakeConnection;
  heard: unknown[];
  invalid: () => unknown[];
} {
  const connection = createOpenConnection({ messages: messages as MessageFormat<unknown, unknown> });
  const heard: unknown[] = [];
  connection.subject.onMessage((message) => heard.push(message));
  const invalid = (): unknown[] =>
    connection.subject.log
      .filter((record) => record.kind === 'message.invalid')
      .map(({ direction, reason }) => ({ direction, reason }));
  return { connection, heard, invalid };
}

describe('messages with a schema', () => {
  it('are JSON on the wire and checked values to the application', () => {
    const { connection, heard, invalid } = connected(typedMessages(chat));
    connection.socket.receive('{"from":"Ada","text":"hello","more":1}');
    expect(heard).toEqual([{ from: 'Ada', text: 'hello' }]);
    expect(connection.subject.send({ from: 'Bob', text: 'hi' })).toBe('sent');
    expect(connection.socket.sent.at(-1)).toBe('{"from":"Bob","text":"hi"}');
    expect(invalid()).toEqual([]);
  });

  it.each([
    ['{"from":"Ada"}', /^text: /],
    ['{"from":7,"text":"ok"}', /^from: /],
    ['not JSON', /JSON/],
    ['null', /Expected/],
    [new ArrayBuffer(4), /binary data/],
    [`{"from":"Ada","text":"${'x'.repeat(100_000)}"}`, /^text: /],
    ['{"__proto__":{"from":"x"},"text":"y"}', /^from: /],
  ])('that do not parse reach no listener and leave a record (%#)', (data, reason) => {
    const { connection, heard, invalid } = connected(typedMessages(chat));
    connection.socket.receive(data);
    expect(heard).toEqual([]);
    expect(invalid()).toEqual([{ direction: 'in', reason: expect.stringMatching(reason) }]);
    expect(JSON.stringify(invalid()).length).toBeLessThan(600);
    // It was heard all the same: the peer lives, and counts.
    connection.clock.advance(1_000);
    expect(connection.subject.store.getState()).toMatchObject({ status: 'open', counters: { messagesIn: 1 } });
  });

  it('keep heartbeats to themselves', () => {
    const { connection, heard, invalid } = connected(typedMessages(chat));
    connection.socket.receive('{"type":"ping"}');
    expect([heard, invalid()]).toEqual([[], []]);
    expect(connection.socket.sent.at(-1)).toBe('{"type":"pong"}');
  });

  it('cannot wait for a schema that is asynchronous, and say so', () => {
    const slow: StandardSchema<string> = {
      '~standard': { version: 1, validate: () => Promise.reject(new Error('later')) },
    };
    const { connection, invalid } = connected(typedMessages(slow));
    connection.socket.receive('"x"');
    expect(invalid()).toEqual([{ direction: 'in', reason: expect.stringContaining('asynchronous') }]);
  });

  it('that JSON cannot say are rejected, not thrown', () => {
    const { connection, invalid } = connected(typedMessages(v.any()));
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect([connection.subject.send(circle), connection.subject.send(undefined)]).toEqual(['rejected', 'rejected']);
    expect(invalid()).toHaveLength(2);
    expect(invalid()).toContainEqual({
      direction: 'out',
      reason: expect.stringContaining('nothing that JSON can say'),
    });
  });
});

it('messages may have a format of the app’s own, also binary', () => {
  const lengths = typedMessages({
    parse: (data) => (data as ArrayBuffer).byteLength,
    serialize: (length: number) => new Uint8Array(length),
  });
  const { connection, heard } = connected(lengths);
  connection.socket.receive(new ArrayBuffer(3));
  expect(heard).toEqual([3]);
  connection.subject.send(2);
  expect(connection.socket.sent.at(-1)).toEqual(new Uint8Array(2));
});

it.each([null, undefined, {}, { parse: () => 1 }, 'schema'])(
  '%j is no format, and the error says what is',
  (format) => {
    expect(() => typedMessages(format as never)).toThrow(
      /^heartbeat-socket: typedMessages\(format\) must be a Standard Schema or \{ parse, serialize \}, got /,
    );
  },
);

it('gives listeners and send the type of the schema', () => {
  const socket = createHeartbeatSocket(null, { messages: typedMessages(chat) });
  expectTypeOf(socket.send).parameter(0).toEqualTypeOf<{ from: string; text: string }>();
  expectTypeOf(socket.onMessage).parameter(0).parameter(0).toEqualTypeOf<{ from: string; text: string }>();
  const plain = createHeartbeatSocket(null);
  expectTypeOf(plain.onMessage).parameter(0).parameter(0).toEqualTypeOf<unknown>();
  expectTypeOf(plain.send).parameter(0).not.toBeAny();
});

describe('functions and schemas that cannot be waited for', () => {
  // As a promise of another realm: no instance of this one's class.
  // oxlint-disable-next-line unicorn/no-thenable -- that is the case
  const foreign = { then: (settle: (value: unknown) => void) => settle({ value: 'late' }) } as never;

  it.each([
    ['a schema', typedMessages({ '~standard': { version: 1, validate: () => foreign } })],
    ['parse', typedMessages({ parse: () => foreign, serialize: String })],
  ])('%s: the message reaches no listener', (_, messages) => {
    expect(() => messages.parse('{}')).toThrow('asynchronous');
  });

  it('serialize: nothing is sent, least of all "[object Promise]"', () => {
    const { serialize } = typedMessages({ parse: String, serialize: () => Promise.resolve('late') as never });
    expect(() => serialize('x')).toThrow('asynchronous');
  });

  it('a message that has a member `then` is one', () => {
    const { parse } = typedMessages({ parse: (data) => JSON.parse(String(data)) as unknown, serialize: String });
    const text = '{"if":1,"then":2}';
    expect(JSON.stringify(parse(text))).toBe(text);
  });
});

it('an object of a class keeps its `this`', () => {
  class Prefixed {
    readonly prefix = 'p:';
    parse(data: unknown): string {
      return this.prefix + String(data);
    }
    serialize(message: string): string {
      return this.prefix + message;
    }
  }
  const messages = typedMessages(new Prefixed());
  expect([messages.parse('in'), messages.serialize('out')]).toEqual(['p:in', 'p:out']);
});

it('a schema of a class keeps its `this`', () => {
  class Standard {
    readonly version = 1;
    readonly suffix = '!';
    validate(value: unknown): { value: string } {
      return { value: String(value) + this.suffix };
    }
  }
  expect(typedMessages({ '~standard': new Standard() }).parse('"hello"')).toBe('hello!');
});
