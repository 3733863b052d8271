/** Random numbers that can be repeated: mulberry32, 32 bits of state. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;
const below = (random: Random, end: number): number => Math.floor(random() * end);
const oneOf = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)] as T;

/** A frame as a client sends it, masked with zeros. */
export function clientFrame(opcode: number, payload: Buffer, isFinal = true): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 6 : 8);
  head[0] = (isFinal ? 0x80 : 0) | opcode;
  head[1] = 0x80 | (length < 126 ? length : 126);
  if (length >= 126) head.writeUInt16BE(length, 2);
  return Buffer.concat([head, payload]);
}

const SEEDS = [
  '{"type":"ping"}',
  '{"type":"ping","id":7}',
  '{"type":"pong","id":7}',
  '{"type":"pong"}',
  '{"type":"heartbeat.hello","client":"x/1","attempt":1,"previous":{"code":1006,"cause":"closed","downMs":5}}',
  '{"type":"heartbeat.hello","client":"x/1","sessionId":"1-2-3-4","at":1795688830790,"attempt":0,"knows":["notice"]}',
  '{"type":"heartbeat.hello","client":"x/1","sessionId":"__proto__","at":-1,"attempt":1,"knows":["__proto__",7],"previous":{"connectionId":"c","code":1006,"cause":"closed","downMs":5,"shownMs":4}}',
  '{"type":"heartbeat.notice","id":"n","level":"info","text":{"en":"x","__proto__":"y"},"forMs":600000}',
  '{"type":"heartbeat.records","records":[{"kind":"lost","at":1,"seq":1,"downMs":5}]}',
  '{"type":"heartbeat.future","of":{"ours":[]}}',
  '{"type":"heartbeat.settings","heartbeat":{"intervalMs":1,"timeoutMs":1},"version":2}',
  '{"type":"heartbeat.reconnect","afterMs":0,"windowMs":1,"reason":"x"}',
  '{"__proto__":{"polluted":1},"type":"ping","constructor":{"prototype":{"polluted":1}}}',
  '{"type":"heartbeat.hello","client":"x","attempt":1,"previous":{"__proto__":{"polluted":1},"cause":"__proto__"}}',
  '['.repeat(900),
  '{"type":"pong","id":1e400}',
  '{"type":"ping","id":-0}',
  '\ud800{"type":"ping"}',
  'hello',
  '',
];

/** Text close to a frame of ours: parts swapped, doubled, left out, or replaced by text that is hard to parse. */
function mutatedText(random: Random): Buffer {
  let text = oneOf(random, SEEDS);
  for (let count = below(random, 4); count > 0; count -= 1) {
    const at = below(random, text.length + 1);
    const to = Math.min(text.length, at + below(random, 6));
    const put = oneOf(random, [
      '',
      '"',
      '}',
      '{',
      '\\u0000',
      ':',
      '1e9',
      'null',
      '__proto__',
      ' ',
      'é',
      text.slice(at, to),
    ]);
    text = text.slice(0, at) + put + text.slice(to);
  }
  return Buffer.from(text);
}

/** Valid WebSocket frames with mutated content. */
export function mutatedMessage(random: Random): Buffer[] {
  const payload = mutatedText(random);
  const kind = random();
  if (kind < 0.75) return [clientFrame(1, payload)];
  if (kind < 0.85) return [clientFrame(2, payload)];
  if (kind < 0.9) return [clientFrame(10, payload.subarray(0, 125))];
  const cut = below(random, payload.length + 1);
  return [clientFrame(1, payload.subarray(0, cut), false), clientFrame(0, payload.subarray(cut))];
}

/** A frame with an invalid header, with invalid UTF-8, or of random bytes. It ends its connection. */
export function brokenFrame(random: Random): Buffer {
  const frame = clientFrame(1, mutatedText(random));
  const kind = below(random, 6);
  if (kind === 0) frame[0] = below(random, 256);
  else if (kind === 1) frame[1] = below(random, 256);
  else if (kind === 2) frame.writeUInt16BE(below(random, 65_536));
  else if (kind === 3) return clientFrame(1, Buffer.from([0xc3, 0x28, below(random, 256)]));
  else if (kind === 4) return clientFrame(8, Buffer.from([below(random, 20), below(random, 256), 0xff]));
  else return Buffer.from(Array.from({ length: 1 + below(random, 40) }, () => below(random, 256)));
  return frame;
}

const HANDSHAKE =
  'GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

const HEADERS = [
  'Origin: https://evil.test\u001b[31m',
  'X-Forwarded-For: 1.2.3.4, \u0007',
  'Content-Length: 10',
  'Transfer-Encoding: chunked',
  'Upgrade: h2c',
  'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=99',
  'Sec-WebSocket-Protocol: __proto__, a b',
  'Sec-WebSocket-Version: 12',
  `Cookie: ${'x'.repeat(3_000)}`,
];

/** A handshake with lines added, doubled, dropped, cut or changed. */
export function mutatedUpgrade(random: Random): Buffer {
  const lines = HANDSHAKE.split('\r\n').filter(Boolean);
  for (let count = below(random, 4); count > 0; count -= 1) {
    const at = below(random, lines.length);
    const line = lines[at] ?? '';
    const cut = below(random, line.length + 1);
    lines.splice(
      at,
      below(random, 2),
      ...oneOf(random, [[], [line, line], [oneOf(random, HEADERS)], [line.slice(0, cut)], [line.replace('1', '0')]]),
    );
  }
  const bytes = Buffer.from(`${lines.join(oneOf(random, ['\r\n', '\r\n', '\r\n', '\n']))}\r\n\r\n`, 'latin1');
  if (random() < 0.2) bytes[below(random, bytes.length)] = below(random, 256);
  return random() < 0.1 ? bytes.subarray(0, below(random, bytes.length)) : bytes;
}
