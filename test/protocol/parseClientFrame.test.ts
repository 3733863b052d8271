import { describe, expect, it } from 'vitest';
import { encodeFrame, encodePing } from '../../src/protocol/frames.js';
import { parseClientFrame } from '../../src/protocol/parseClientFrame.js';

const previous = (field: string): string =>
  `{"type":"heartbeat.hello","client":"x","attempt":0,"previous":{"code":1006,"cause":"closed","downMs":1,${field}}}`;

describe('what a gateway receives', () => {
  it.each([
    { kind: 'hello', client: 'heartbeat-socket/1.2.0', attempt: 0 } as const,
    {
      kind: 'hello',
      client: 'x',
      attempt: 3,
      previous: { code: 1006, cause: 'heartbeat-timeout', downMs: 3_100 },
    } as const,
    {
      kind: 'hello',
      client: 'x',
      sessionId: 's'.repeat(128),
      at: 1_795_688_830_790,
      attempt: 3,
      knows: ['notice', 'something later'],
      previous: { connectionId: 'c', code: 1006, cause: 'heartbeat-timeout', downMs: 3_100, shownMs: 2_100 },
    } as const,
    { kind: 'reconnect', afterMs: 10, windowMs: 0, reason: '' } as const,
  ])('$kind survives the wire', (frame) => {
    expect(parseClientFrame(encodeFrame(frame))).toEqual(frame);
  });

  it('has the frames that go both ways', () => {
    expect(parseClientFrame(encodePing(7))).toEqual({ kind: 'ping', id: 7 });
  });

  it.each(['{"type":"chat"}', 'hello', null, '{"type":"heartbeat.hello"'])('%j is the application’s', (data) => {
    expect(parseClientFrame(data)).toEqual({ kind: 'message' });
  });

  it.each([
    ['{"type":"heartbeat.hello"}', 'hello: bad client or attempt'],
    ['{"type":"heartbeat.hello","client":"x","attempt":"0"}', 'hello: bad client or attempt'],
    ['{"type":"heartbeat.hello","client":"x","attempt":0,"previous":null}', 'hello: bad previous'],
    ['{"type":"heartbeat.hello","client":"x","attempt":0,"previous":{"code":1006}}', 'hello: bad previous'],
    ['{"type":"heartbeat.hello","client":"x","attempt":0,"sessionId":""}', 'hello: bad sessionId'],
    [`{"type":"heartbeat.hello","client":"x","attempt":0,"sessionId":"${'s'.repeat(129)}"}`, 'hello: bad sessionId'],
    ['{"type":"heartbeat.hello","client":"x","attempt":0,"sessionId":null}', 'hello: bad sessionId'],
    ['{"type":"heartbeat.hello","client":"x","attempt":0,"at":-1}', 'hello: bad at or knows'],
    ['{"type":"heartbeat.hello","client":"x","attempt":0,"at":1.5}', 'hello: bad at or knows'],
    ['{"type":"heartbeat.hello","client":"x","attempt":0,"knows":"notice"}', 'hello: bad at or knows'],
    ['{"type":"heartbeat.hello","client":"x","attempt":0,"knows":[7]}', 'hello: bad at or knows'],
    [`{"type":"heartbeat.hello","client":"x","attempt":0,"knows":[${'"",'.repeat(32)}""]}`, 'hello: bad at or knows'],
    [previous('"connectionId":7'), 'hello: bad previous'],
    [previous('"connectionId":""'), 'hello: bad previous'],
    [previous('"shownMs":-1'), 'hello: bad previous'],
    [previous('"shownMs":1e12'), 'hello: bad previous'],
    ['{"type":"heartbeat.settings","heartbeat":null,"version":1}', 'settings: bad heartbeat, version or administered'],
  ])('%s says why it was not believed', (text, reason) => {
    expect(parseClientFrame(text)).toEqual({ kind: 'message', invalid: reason });
  });
});

it('a client cannot end the gateway’s process with a type that throws when it is converted to text', () => {
  const frame = '{"type":{"toString":1,"valueOf":1},"a":{"type":"ping"}}';
  expect(parseClientFrame(frame)).toEqual({ kind: 'message' });
});
