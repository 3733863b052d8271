import { Buffer } from 'node:buffer';
import { encodePing, encodePong, type PingFrame, type PongFrame } from '../../protocol/frames.js';

/**
 * Pings and pongs as bytes. Idle connections carry nothing else, so these are neither encoded nor parsed each time: text
 * that `ws` has to encode costs a tenth of a heartbeat, and parsing JSON another tenth.
 */
const PING = Buffer.from(encodePing(), 'latin1');
const PONG = Buffer.from(encodePong(), 'latin1');

const PING_FRAME: PingFrame = Object.freeze({ kind: 'ping' });
const PONG_FRAME: PongFrame = Object.freeze({ kind: 'pong' });

/** Where `{"type":"ping"` and `{"type":"pong"` differ. */
const VOWEL_AT = 10;
const LETTER_I = 0x69;
const LETTER_O = 0x6f;

const ID_KEY = Buffer.from(',"id":', 'latin1');
const ID_AT = PING.length - 1;
const DIGITS_AT = ID_AT + ID_KEY.length;
const ZERO = 0x30;
const CLOSING_BRACE = 0x7d;
/** Every number of this many digits is a safe integer. */
const MAX_DIGITS = 15;

/** A ping as bytes. */
export const pingBytes = (id: number | undefined): Buffer =>
  id === undefined ? PING : Buffer.from(encodePing(id), 'latin1');

/** The answer to a ping as bytes. */
export const pongBytes = (id: number | undefined): Buffer =>
  id === undefined ? PONG : Buffer.from(encodePong(id), 'latin1');

/**
 * Reads a ping or a pong that is written exactly as our own encoder writes it. Returns null for all other text, in which
 * `parseClientFrame` may still find one.
 */
export function readPingPong(data: Buffer): PingFrame | PongFrame | null {
  const { length } = data;
  const vowel = data[VOWEL_AT];
  if (length < PING.length || length > DIGITS_AT + MAX_DIGITS + 1) return null;
  if ((vowel !== LETTER_I && vowel !== LETTER_O) || data[length - 1] !== CLOSING_BRACE) return null;
  for (let at = 0; at < ID_AT; at += 1) if (at !== VOWEL_AT && data[at] !== PING[at]) return null;
  const isPing = vowel === LETTER_I;
  if (length === PING.length) return isPing ? PING_FRAME : PONG_FRAME;
  const id = readId(data, length - 1);
  if (id === null) return null;
  return isPing ? { kind: 'ping', id } : { kind: 'pong', id };
}

/** The digits from the key to `end`. Our ids have no sign, and JSON allows no leading zero. */
function readId(data: Buffer, end: number): number | null {
  for (let at = 0; at < ID_KEY.length; at += 1) if (data[ID_AT + at] !== ID_KEY[at]) return null;
  if (end === DIGITS_AT || (data[DIGITS_AT] === ZERO && end > DIGITS_AT + 1)) return null;
  let id = 0;
  for (let at = DIGITS_AT; at < end; at += 1) {
    const digit = (data[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return null;
    id = id * 10 + digit;
  }
  return id;
}
