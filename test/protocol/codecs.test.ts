import { describe, expect, it } from 'vitest';
import { ourCodec, type CodecSession } from '../../src/protocol/codec.js';
import { graphqlTransportWsCodec } from '../../src/protocol/codecs/graphqlTransportWsCodec.js';
import { homeAssistantCodec } from '../../src/protocol/codecs/homeAssistantCodec.js';
import { jsonCodec } from '../../src/protocol/codecs/jsonCodec.js';
import { phoenixCodec } from '../../src/protocol/codecs/phoenixCodec.js';
import { textCodec } from '../../src/protocol/codecs/textCodec.js';

const MESSAGE = { kind: 'message' };
/** What no codec takes for a frame of its own, and none throws at. */
const FOREIGN = [
  '',
  'null',
  '[]',
  '{',
  '{"type":',
  '"ping"',
  '["ping"]',
  '[null,"1","phoenix","phx_reply",{}]',
  '{"type":"result","id":1,"success":true}',
  `{"type":"next","text":"${'x'.repeat(5_000)}"}`,
  new ArrayBuffer(4),
  undefined,
  7,
];

describe.each([
  ['jsonCodec()', jsonCodec()],
  ['jsonCodec({ … })', jsonCodec({ ping: { op: 'ping' }, isPong: (message) => message.op === 'pong' })],
  ['textCodec()', textCodec()],
  ['graphqlTransportWsCodec()', graphqlTransportWsCodec()],
  ['phoenixCodec()', phoenixCodec()],
  ['homeAssistantCodec()', homeAssistantCodec()],
])('%s', (_, codec) => {
  it.each(FOREIGN)('leaves to the application what is none of its own: %j', (data) => {
    expect(codec.start().classify(data)).toEqual(MESSAGE);
  });
});

describe('jsonCodec', () => {
  it('is ours without a dialect: one object for all, and one for all its sessions', () => {
    expect(jsonCodec()).toBe(ourCodec);
    expect(ourCodec.start()).toBe(ourCodec.start());
    const { ping, pong, classify } = ourCodec.start();
    expect([ping(), ping(7), pong({ kind: 'ping' }), pong({ kind: 'ping', id: 7 })]).toEqual([
      '{"type":"ping"}',
      '{"type":"ping","id":7}',
      '{"type":"pong"}',
      '{"type":"pong","id":7}',
    ]);
    // The very same object, so that an application's message costs none.
    expect(classify('hello')).toBe(classify('{"type":"chat"}'));
  });

  it('speaks another dialect', () => {
    const session = jsonCodec({ ping: { op: 'ping' }, isPong: (message) => message.op === 'pong' }).start();
    expect(session.ping()).toBe('{"op":"ping"}');
    expect(session.classify(' {"op":"pong","at":1}')).toEqual({ kind: 'pong' });
    expect(session.classify('{"op":"ping"}')).toEqual(MESSAGE);
    expect(session.classify('{"type":"pong"}')).toEqual(MESSAGE);
    expect(session.pong({ kind: 'ping' })).toBeNull();
  });

  it('answers the pings of another dialect', () => {
    const session = jsonCodec({
      ping: { event: 'ping' },
      isPong: ({ event }) => event === 'pong',
      isPing: ({ event }) => event === 'ping',
      pong: { event: 'pong', data: {} },
    }).start();
    expect(session.classify('{"event":"ping"}')).toEqual({ kind: 'ping' });
    expect(session.pong({ kind: 'ping' })).toBe('{"event":"pong","data":{}}');
  });
});

describe('textCodec', () => {
  it('takes a word for a heartbeat only when it is the whole message', () => {
    const session = textCodec('PING', 'PONG').start();
    expect([session.ping(), session.pong({ kind: 'ping' })]).toEqual(['PING', 'PONG']);
    expect(['PING', 'PONG', 'PONG!', 'pong'].map(session.classify)).toEqual([
      { kind: 'ping' },
      { kind: 'pong' },
      MESSAGE,
      MESSAGE,
    ]);
  });

  it('takes its own word back from a server that echoes', () => {
    expect(textCodec('hb', 'hb').start().classify('hb')).toEqual({ kind: 'pong' });
  });
});

describe('graphqlTransportWsCodec', () => {
  it('answers with the payload of the ping, and without where it had none', () => {
    const session = graphqlTransportWsCodec().start();
    const answer = (text: string): unknown => {
      const found = session.classify(text);
      return 'kind' in found && found.kind === 'ping' ? session.pong(found) : found;
    };
    expect(answer('{"type":"ping","payload":{"n":1}}')).toBe('{"type":"pong","payload":{"n":1}}');
    expect(answer('{"type":"ping"}')).toBe('{"type":"pong"}');
    expect(answer('{"type":"connection_ack"}')).toEqual(MESSAGE);
    expect(session.classify('{"type":"pong","payload":null}')).toEqual({ kind: 'pong' });
  });
});

describe('phoenixCodec', () => {
  it('counts its references on each connection, and knows its own replies only', () => {
    const session = phoenixCodec().start();
    expect([session.ping(), session.ping()]).toEqual([
      '[null,"heartbeat:1","phoenix","heartbeat",{}]',
      '[null,"heartbeat:2","phoenix","heartbeat",{}]',
    ]);
    const reply = (ref: string): unknown =>
      session.classify(`[null,"${ref}","phoenix","phx_reply",{"status":"ok","response":{}}]`);
    expect(reply('heartbeat:1')).toEqual({ kind: 'pong' });
    expect(reply('1')).toEqual(MESSAGE);
    expect(phoenixCodec().start().ping()).toBe('[null,"heartbeat:1","phoenix","heartbeat",{}]');
  });
});

describe('homeAssistantCodec', () => {
  const login = (session: CodecSession): CodecSession => {
    session.classify('{"type":"auth_required","ha_version":"2026.1.0"}');
    session.classify('{"type":"auth_ok","ha_version":"2026.1.0"}');
    return session;
  };

  it('has no ping before the login', () => {
    const session = homeAssistantCodec().start();
    expect(session.ping()).toBeNull();
    expect(login(session).ping()).toBe('{"id":1,"type":"ping"}');
  });

  it('shares its numbers with the application, so that they grow', () => {
    const codec = homeAssistantCodec();
    const session = login(codec.start());
    expect([codec.nextId(), session.ping(), codec.nextId()]).toEqual([1, '{"id":2,"type":"ping"}', 3]);
  });

  it('takes the numbers of an application that counts itself', () => {
    let last = 40;
    expect(login(homeAssistantCodec(() => ++last).start()).ping()).toBe('{"id":41,"type":"ping"}');
  });

  it('leaves a pong to the application that the application asked for', () => {
    const session = login(homeAssistantCodec().start());
    session.ping();
    expect(session.classify('{"id":9,"type":"pong"}')).toEqual(MESSAGE);
    expect(session.classify('{"id":1,"type":"pong"}')).toEqual({ kind: 'pong' });
    expect(session.classify('{"id":1,"type":"pong"}')).toEqual(MESSAGE);
  });

  it('takes a refused login for final, after the application has seen it', () => {
    const { classify } = homeAssistantCodec().start();
    expect(classify('{"type":"auth_invalid","message":"Invalid access token"}')).toEqual([
      MESSAGE,
      { kind: 'fatal', reason: 'Invalid access token' },
    ]);
    expect(classify('{"type":"auth_invalid"}')).toEqual([MESSAGE, { kind: 'fatal', reason: 'auth_invalid' }]);
  });
});
