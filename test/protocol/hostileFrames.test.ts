import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ApplicationMessage, Frame } from '../../src/protocol/frames.js';
import { parseFrame } from '../../src/protocol/parse.js';
import { parseClientFrame } from '../../src/protocol/parseClientFrame.js';

const KINDS = ['welcome', 'hello', 'settings', 'reconnect', 'notice', 'records', 'future'].map(
  (kind) => `heartbeat.${kind}`,
);
const hostile = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    -1,
    0.5,
    Infinity,
    2 ** 53,
    2 ** 31,
    '',
    '__proto__',
    'x'.repeat(129),
    '\u0000\u001b[31m',
    null,
    true,
  ),
);
/** What a field may well be, or anything. */
const field = (good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.oneof({ weight: 3, arbitrary: good }, hostile);
const id = field(fc.string({ maxLength: 130 }));
const ms = field(fc.integer({ min: -1, max: 2 ** 31 }));

const frame = fc.record(
  {
    type: fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom('ping', 'pong', ...KINDS) },
      fc.constantFrom<unknown>({ toString: 1, valueOf: 1 }, ['heartbeat.future'], null),
    ),
    // So that the text claims to be ours, whatever its own type is.
    nested: fc.constant({ type: 'ping' }),
    id,
    connectionId: id,
    gatewayId: id,
    sessionId: id,
    client: id,
    heartbeat: field(fc.record({ intervalMs: ms, timeoutMs: ms })),
    version: field(fc.nat()),
    administered: field(fc.boolean()),
    wants: hostile,
    at: field(fc.nat()),
    attempt: field(fc.nat()),
    knows: field(fc.array(field(fc.string({ maxLength: 33 })), { maxLength: 33 })),
    previous: field(fc.record({ code: field(fc.nat(5_001)), cause: id, downMs: ms, shownMs: ms, connectionId: id })),
    afterMs: ms,
    windowMs: ms,
    reason: id,
    level: field(fc.constantFrom('info', 'warning')),
    text: field(fc.dictionary(fc.string(), field(fc.string()))),
    forMs: ms,
  },
  { requiredKeys: ['type', 'nested'] },
);

const isDuration = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 31;
const isId = (value: unknown): boolean => typeof value === 'string' && value.length <= 128;
const isMissingOr = (is: (value: unknown) => boolean, value: unknown): boolean => value === undefined || is(value);

/** Whether what a parser returned is what its type and PROTOCOL.md say. */
function isSound(parsed: Frame | ApplicationMessage): boolean {
  switch (parsed.kind) {
    case 'ping':
    case 'pong':
      return isMissingOr(Number.isSafeInteger, parsed.id);
    case 'welcome':
      return isId(parsed.connectionId) && isId(parsed.gatewayId) && typeof parsed.administered === 'boolean';
    case 'settings':
      return (
        isDuration(parsed.heartbeat.intervalMs) &&
        parsed.heartbeat.timeoutMs > 0 &&
        Number.isSafeInteger(parsed.version) &&
        typeof parsed.administered === 'boolean'
      );
    case 'reconnect':
      return isDuration(parsed.afterMs) && isDuration(parsed.windowMs) && parsed.reason.length <= 123;
    case 'notice':
      return (
        isId(parsed.id) &&
        (parsed.level === 'info' || parsed.level === 'warning') &&
        Object.values(parsed.text ?? {}).every((text) => typeof text === 'string') &&
        isMissingOr(isDuration, parsed.forMs)
      );
    case 'hello': {
      const { knows = [], previous } = parsed;
      return (
        isId(parsed.client) &&
        isMissingOr(isId, parsed.sessionId) &&
        isMissingOr((at) => Number.isSafeInteger(at) && Number(at) >= 0, parsed.at) &&
        knows.length <= 32 &&
        knows.every((kind) => typeof kind === 'string' && kind.length <= 32) &&
        (previous === undefined ||
          (isDuration(previous.downMs) &&
            isMissingOr(isDuration, previous.shownMs) &&
            isMissingOr(isId, previous.connectionId)))
      );
    }
    case 'message':
      return isMissingOr((unknown) => typeof unknown === 'string' && unknown.length <= 1_024, parsed.unknown);
  }
}

it('what claims to be a frame of ours is one, within all bounds, or is none', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(frame, fc.boolean(), (fields, isClient) => {
      const text = JSON.stringify(fields);
      const parsed = isClient ? parseClientFrame(text) : parseFrame(text);
      seen.add(parsed.kind);
      expect(isSound(parsed) ? '' : text).toBe('');
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    }),
    { numRuns: 5_000 },
  );
  // The bounds were held by frames that were believed, too.
  expect([...seen]).toEqual(
    expect.arrayContaining(['ping', 'pong', 'welcome', 'hello', 'settings', 'reconnect', 'notice', 'message']),
  );
});

it('any cut and any change of a frame is read or refused, and never thrown at', () => {
  fc.assert(
    fc.property(frame, fc.nat(), fc.nat(20), fc.string(), (fields, at, length, put) => {
      const text = JSON.stringify(fields);
      const from = at % text.length;
      const broken = text.slice(0, from) + put + text.slice(from + length);
      expect(isSound(parseFrame(broken)) && isSound(parseClientFrame(broken)) ? '' : broken).toBe('');
    }),
    { numRuns: 5_000 },
  );
});
