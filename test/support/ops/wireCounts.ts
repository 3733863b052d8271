import type { HeartbeatGateway } from '../../../src/gateway/index.js';

/** Pings and pongs that passed on the TCP connections of a gateway, JSON and control frames. */
export interface WireCounts {
  pingsSent: number;
  pongsSent: number;
  pingsReceived: number;
  pongsReceived: number;
}

const CONTROL_PING = 0x9;
const CONTROL_PONG = 0xa;
const MASK_BIT = 0x80;
const MASK_BYTES = 4;

/** Counts from the bytes themselves, so that it knows nothing of what the gateway counts. */
export function countOnTheWire(gateway: HeartbeatGateway): WireCounts {
  const counts: WireCounts = { pingsSent: 0, pongsSent: 0, pingsReceived: 0, pongsReceived: 0 };
  gateway.on('connection', (_, { socket }) => {
    const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
    const sent = frameReader((isControl, kind) => {
      if (kind === 'ping') counts.pingsSent += 1;
      // `ws` answers control pings by itself, as its peers do: they are no messages of ours.
      if (kind === 'pong' && !isControl) counts.pongsSent += 1;
    });
    const received = frameReader((isControl, kind) => {
      if (kind === 'ping' && !isControl) counts.pingsReceived += 1;
      if (kind === 'pong') counts.pongsReceived += 1;
    });
    socket.write = (...args: unknown[]) => {
      // `ws` writes a text as it is, behind a header in bytes.
      sent(Buffer.from(args[0] as Buffer));
      return write(...args);
    };
    socket.prependListener('data', received);
  });
  return counts;
}

/** Reads the frames of one direction, in whatever pieces they come, and tells of each ping and pong. */
function frameReader(tell: (isControl: boolean, kind: 'ping' | 'pong') => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (let frame = readFrame(rest); frame !== null; frame = readFrame(rest)) {
      rest = rest.subarray(frame.end);
      if (frame.opcode === CONTROL_PING) tell(true, 'ping');
      if (frame.opcode === CONTROL_PONG) tell(true, 'pong');
      const [, kind] = /^\{"type":"(ping|pong)"/.exec(frame.text) ?? [];
      if (kind) tell(false, kind as 'ping' | 'pong');
    }
  };
}

/** The first frame of the bytes (RFC 6455, section 5.2); null while a part of it is missing. */
function readFrame(bytes: Buffer): { opcode: number; text: string; end: number } | null {
  if (bytes.length < 2) return null;
  const [first, second] = [bytes[0]!, bytes[1]!];
  const short = second & ~MASK_BIT;
  const lengthBytes = short === 127 ? 8 : short === 126 ? 2 : 0;
  const maskAt = 2 + lengthBytes;
  if (bytes.length < maskAt) return null;
  const length =
    lengthBytes === 8 ? Number(bytes.readBigUInt64BE(2)) : lengthBytes === 2 ? bytes.readUInt16BE(2) : short;
  const isMasked = (second & MASK_BIT) !== 0;
  const start = maskAt + (isMasked ? MASK_BYTES : 0);
  if (bytes.length < start + length) return null;
  const payload = bytes.subarray(start, start + length);
  const text = isMasked ? payload.map((byte, at) => byte ^ bytes[maskAt + (at % MASK_BYTES)]!) : payload;
  return { opcode: first & 0xf, text: Buffer.from(text).toString('latin1'), end: start + length };
}
