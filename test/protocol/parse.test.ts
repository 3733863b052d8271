import { describe, expect, it } from 'vitest';
import { encodeFrame, encodePing, encodePong } from '../../src/protocol/frames.js';
import { parseFrame } from '../../src/protocol/parse.js';

const timing = { intervalMs: 25_000, timeoutMs: 75_000 };

describe('frames of ours', () => {
  it.each([
    ['{"type":"ping"}', { kind: 'ping' }],
    ['{"type":"ping","id":7}', { kind: 'ping', id: 7 }],
    ['{"type":"ping","id":-7}', { kind: 'ping', id: -7 }],
    ['{"id":7,"type":"ping"}', { kind: 'ping', id: 7 }],
    [' {\n  "type" : "ping"\n}', { kind: 'ping' }],
    ['{"type":"pong","id":0}', { kind: 'pong', id: 0 }],
    ['{"type":"pong","extra":{"nested":true}}', { kind: 'pong' }],
    ['{"type":"ping","id":"seven"}', { kind: 'ping' }],
    ['{"type":"ping","id":1e400}', { kind: 'ping' }],
    [
      '{"type":"heartbeat.reconnect","afterMs":0,"windowMs":24000,"reason":"restart"}',
      { kind: 'reconnect', afterMs: 0, windowMs: 24_000, reason: 'restart' },
    ],
  ])('%s is recognised however an encoder wrote it', (text, frame) => {
    expect(parseFrame(text)).toEqual(frame);
  });

  it.each([
    {
      kind: 'welcome',
      connectionId: 'c',
      gatewayId: 'g',
      heartbeat: timing,
      version: 1,
      administered: false,
    } as const,
    { kind: 'settings', heartbeat: timing, version: 2, administered: true } as const,
    {
      kind: 'notice',
      id: 'n',
      level: 'warning',
      text: { en: 'Maintenance at six.', de: 'Um sechs.' },
      forMs: 600_000,
    } as const,
    { kind: 'notice', id: 'n', level: 'info', text: null } as const,
    { kind: 'reconnect', afterMs: 10, windowMs: 0, reason: '' } as const,
  ])('$kind survives the wire', (frame) => {
    expect(parseFrame(encodeFrame(frame))).toEqual(frame);
  });

  it('puts pings and pongs on the wire byte for byte as the protocol says', () => {
    expect([encodePing(), encodePong(), encodePing(3), encodePong(0)]).toEqual([
      '{"type":"ping"}',
      '{"type":"pong"}',
      '{"type":"ping","id":3}',
      '{"type":"pong","id":0}',
    ]);
  });
});

describe('everything else belongs to the application', () => {
  it.each([
    '',
    'ping',
    '"ping"',
    '[{"type":"ping"}]',
    '[[{"type":"heartbeat.welcome"}]]',
    '"{\\u0022type\\u0022:\\u0022ping\\u0022}"',
    'null',
    '{"type":"chat","text":"hello"}',
    '{"type":"pinged"}',
    '{"data":{"type":"ping"}}',
    '{"text":"\\"type\\":\\"ping\\""}',
    '{"type":"ping"',
    `{"type":"ping","padding":"${'x'.repeat(2_000)}"}`,
    '{"__proto__":{"type":"ping"}}',
    '['.repeat(60_000),
    '\u{d800}{"type":"ping"}',
  ])('%#: %s', (text) => {
    expect(parseFrame(text)).toEqual({ kind: 'message' });
  });

  it.each([new ArrayBuffer(8), new Blob(['{"type":"ping"}']), null, undefined, 7, { type: 'ping' }])(
    '%#: data that is not text',
    (data) => {
      expect(parseFrame(data)).toEqual({ kind: 'message' });
    },
  );

  it('costs an ordinary message no object of its own', () => {
    expect(parseFrame('{"type":"chat"}')).toBe(parseFrame('{"text":"hello"}'));
  });

  it.each([
    '{"type":"pong","id":"x"}',
    '{"type":"pong","id":1.5}',
    '{"type":"heartbeat.welcome"}',
    '{"type":"heartbeat.welcome","connectionId":7,"gatewayId":"g","heartbeat":{"intervalMs":1,"timeoutMs":1},"version":1}',
    '{"type":"heartbeat.settings","heartbeat":{"intervalMs":0,"timeoutMs":1},"version":1}',
    '{"type":"heartbeat.settings","heartbeat":{"intervalMs":1e12,"timeoutMs":1},"version":1}',
    '{"type":"heartbeat.settings","heartbeat":null,"version":1}',
    '{"type":"heartbeat.settings","heartbeat":{"intervalMs":5,"timeoutMs":15},"version":-1}',
    '{"type":"heartbeat.settings","heartbeat":{"intervalMs":5,"timeoutMs":15},"version":1,"administered":"yes"}',
    '{"type":"heartbeat.reconnect","afterMs":-1,"windowMs":0,"reason":""}',
    '{"type":"heartbeat.notice","id":7,"text":null}',
    '{"type":"heartbeat.notice","id":"n"}',
    '{"type":"heartbeat.notice","id":"n","text":"hello"}',
    '{"type":"heartbeat.notice","id":"n","text":["hello"]}',
    '{"type":"heartbeat.notice","id":"n","text":{"en":{"html":"<b>"}}}',
    '{"type":"heartbeat.notice","id":"n","text":{"en":"hello"},"forMs":-1}',
  ])('%s: a field of the wrong type says why it was not believed', (text) => {
    const parsed = parseFrame(text);
    expect(parsed.kind).toBe('message');
    expect(parsed).toHaveProperty('invalid', expect.stringMatching(/\w+: /));
  });

  it.each(['heartbeat.unknown', 'heartbeat.hello', 'heartbeat.records', 'heartbeat.'])(
    '%s is named, so that a reader who knows that it is not the application’s can keep it back',
    (type) => {
      expect(parseFrame(JSON.stringify({ type, client: 'x', attempt: 0 }))).toEqual({ kind: 'message', unknown: type });
    },
  );

  it('takes a notice of a later level for the calmest one', () => {
    expect(parseFrame('{"type":"heartbeat.notice","id":"n","level":"siren","text":null}')).toMatchObject({
      level: 'info',
    });
  });

  it('takes frames of up to 1 024 characters, notices that begin as ours do of up to 2 048', () => {
    const padded = (start: string, chars: number): string => `${start}${'x'.repeat(chars - start.length - 2)}"}`;
    expect(parseFrame(padded('{"type":"ping","padding":"', 1_024)).kind).toBe('ping');
    expect(parseFrame(padded('{"type":"ping","padding":"', 1_025)).kind).toBe('message');
    const notice = '{"type":"heartbeat.notice","id":"n","text":null,"padding":"';
    expect(parseFrame(padded(notice, 2_048)).kind).toBe('notice');
    expect(parseFrame(padded(notice, 2_049))).toEqual({ kind: 'message' });
    expect(parseFrame(padded(`{ ${notice.slice(1)}`, 1_100))).toEqual({ kind: 'message' });
  });

  it('pollutes no prototype', () => {
    parseFrame('{"type":"ping","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
    expect({}).not.toHaveProperty('polluted');
  });
});

it.each(['{"toString":1,"valueOf":1}', '["heartbeat.x"]', 'null', '{"toString":null}'])(
  'a type that is no text, %s, makes it a message of the application, and is never converted to text',
  (type) => {
    expect(parseFrame(`{"type":${type},"a":{"type":"ping"}}`)).toEqual({ kind: 'message' });
  },
);
