import { describe, expect, it } from 'vitest';
import { encodeFrame, encodePing } from '../../src/protocol/frames.js';
import { parseClientFrame } from '../../src/protocol/parseClientFrame.js';

describe('what a gateway receives', () => {
  it.each([
    { kind: 'hello', client: 'heartbeat-socket/1.2.0', attempt: 0 } as const,
    {
      kind: 'hello',
      client: 'x',
      attempt: 3,
      previous: { code: 1006, cause: 'heartbeat-timeout', downMs: 3_100 },
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
    ['{"type":"heartbeat.settings","heartbeat":null,"version":1}', 'settings: bad heartbeat or version'],
  ])('%s says why it was not believed', (text, reason) => {
    expect(parseClientFrame(text)).toEqual({ kind: 'message', invalid: reason });
  });
});
