import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_LEVELS } from '../../src/protocol/eventLevels.js';
import { encodeRecords, parseRecordsWish, RECORDS_PREFIX, toHomeRecord } from '../../src/protocol/records.js';

const SECRET = 'hunter2-the-secret';
const base = {
  at: 1_795_688_830_790,
  seq: 7,
  side: 'client',
  gatewayId: SECRET,
  sessionId: SECRET,
  connectionId: 'c-1',
};

describe('a record on its way home', () => {
  it('has the numbers and the words of closed lists that its kind has, and nothing else', () => {
    const record = {
      ...base,
      kind: 'connection.closed',
      code: 1006,
      reason: SECRET,
      wasClean: false,
      cause: 'closed',
      openMs: 5,
    };
    expect(toHomeRecord({ ...record, remote: SECRET, more: SECRET })).toEqual({
      kind: 'connection.closed',
      at: base.at,
      seq: 7,
      connectionId: 'c-1',
      code: 1006,
      wasClean: false,
      cause: 'closed',
      openMs: 5,
    });
  });

  it.each([
    ['a kind of a gateway', { ...base, kind: 'admin.acted', action: SECRET, status: 200, by: SECRET }],
    ['a kind that there is not', { ...base, kind: SECRET }],
    ['a kind of a prototype', { ...base, kind: 'constructor' }],
    ['no time', { ...base, kind: 'lost', at: 'now' }],
    ['an id that says something', { ...base, kind: 'lost', connectionId: `token ${SECRET}` }],
    ['no object', SECRET],
    ['nothing', null],
  ])('is none with %s', (_, record) => {
    expect(toHomeRecord(record)).toBeNull();
  });

  it('never has text that a person wrote, whatever the fields are', () => {
    const kinds = Object.keys(EVENT_LEVELS);
    const names = [
      'message',
      'reason',
      'cause',
      'code',
      'signal',
      'event',
      'frame',
      'by',
      'url',
      'downMs',
      'from',
      'to',
      'source',
    ];
    const secret = fc.string().map((text) => SECRET + text);
    const value = fc.oneof(
      secret,
      fc.constant({ message: SECRET }),
      fc.constant([SECRET]),
      fc.constant(new Error(SECRET)),
      fc.nat(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.dictionary(fc.constantFrom(...names), value), (kind, fields) => {
        const home = toHomeRecord({ ...base, ...fields, kind });
        expect(JSON.stringify(home)).not.toContain(SECRET);
        expect(Object.values(home ?? {}).filter((field) => typeof field === 'object' && field !== null)).toEqual([]);
        // The gateway takes the same again, and loses nothing that was sent.
        expect(toHomeRecord(JSON.parse(JSON.stringify(home)))).toEqual(home);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('the frame of records', () => {
  it('begins as the gateway expects it', () => {
    const frame = encodeRecords(['{"kind":"lost"}'], 3, 7);
    expect(frame.startsWith(RECORDS_PREFIX)).toBe(true);
    expect(JSON.parse(frame)).toEqual({ type: 'heartbeat.records', dropped: 3, sent: 7, records: [{ kind: 'lost' }] });
  });
});

describe('what a welcome wants', () => {
  it('is records, with the place for those of the end', () => {
    const records = { path: '/heartbeat/records', maxBytes: 16_384 };
    expect(parseRecordsWish({ records, later: true })).toEqual(records);
  });

  it.each([
    undefined,
    null,
    'records',
    {},
    { records: null },
    { records: { path: 'https://evil.test/', maxBytes: 16_384 } },
    { records: { path: '/x', maxBytes: 1e9 } },
    { records: { path: '/x', maxBytes: 0 } },
    { records: { path: `/${'x'.repeat(300)}`, maxBytes: 16_384 } },
  ])('%j: nothing', (wants) => {
    expect(parseRecordsWish(wants)).toBeNull();
  });
});
