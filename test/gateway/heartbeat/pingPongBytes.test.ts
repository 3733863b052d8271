import { Buffer } from 'node:buffer';
import { assert, constantFrom, maxSafeNat, nat, oneof, option, property, tuple } from 'fast-check';
import { expect, it } from 'vitest';
import { pingBytes, pongBytes, readPingPong } from '../../../src/gateway/heartbeat/pingPongBytes.js';
import { parseClientFrame } from '../../../src/protocol/parseClientFrame.js';

const read = (text: string): unknown => readPingPong(Buffer.from(text));

it.each([
  ['{"type":"ping"}', { kind: 'ping' }],
  ['{"type":"pong"}', { kind: 'pong' }],
  ['{"type":"ping","id":0}', { kind: 'ping', id: 0 }],
  ['{"type":"pong","id":7}', { kind: 'pong', id: 7 }],
  ['{"type":"pong","id":999999999999999}', { kind: 'pong', id: 999_999_999_999_999 }],
])('reads %s without parsing it', (text, frame) => {
  expect(read(text)).toEqual(frame);
});

it.each([
  '',
  '{}',
  '{"type":"pung"}',
  '{"type":"ping"]',
  '{"type":"Ping"}',
  '{"type":"ping","id":}',
  '{"type":"ping","id":-1}',
  '{"type":"ping","id":01}',
  '{"type":"ping","id":1.5}',
  '{"type":"ping","id":1e3}',
  '{"type":"ping","ix":1}',
  '{"type":"ping","id":"1"}',
  '{"type":"ping","id":1}}',
  '{"type":"ping","id":9007199254740993}',
  ' {"type":"ping"}',
])('leaves %s to the parser', (text) => {
  expect(read(text)).toBeNull();
});

it('reads what it writes', () => {
  for (const id of [undefined, 0, 1, 12_345]) {
    const withId = id === undefined ? {} : { id };
    expect(readPingPong(pingBytes(id))).toEqual({ kind: 'ping', ...withId });
    expect(readPingPong(pongBytes(id))).toEqual({ kind: 'pong', ...withId });
  }
});

/** The parser's result, where the short way has one: both must be the same. */
const parsed = (text: string): unknown => (read(text) === null ? null : parseClientFrame(text));

it('never disagrees with the parser', () => {
  const heartbeat = tuple(constantFrom('ping', 'pong'), option(maxSafeNat())).map(([type, id]) =>
    JSON.stringify(id === null ? { type } : { type, id }),
  );
  const mangled = tuple(heartbeat, nat(40), nat(2), constantFrom('', '0', '}', '"', 'i', 'é', ' ', '-', '.')).map(
    ([text, at, count, insert]) => text.slice(0, at) + insert + text.slice(at + count),
  );
  assert(
    property(oneof(heartbeat, mangled), (text) => {
      expect(read(text)).toEqual(parsed(text));
    }),
    { numRuns: 5_000 },
  );
  expect.hasAssertions();
});
