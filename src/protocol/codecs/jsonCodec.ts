import { ourCodec, type Classified, type Codec } from '../codec.js';
import { MAX_FRAME_CHARS, MESSAGE } from '../frameFields.js';

/** How another backend pings in JSON. */
export interface JsonDialect {
  /** What the client sends to ask whether the backend lives, such as `{ op: 'ping' }`. */
  readonly ping: object;
  /** Whether an object that came in is the answer to that. */
  // oxlint-disable-next-line typescript/no-explicit-any -- the shape is the backend's: `(message) => message.op === 'pong'`
  readonly isPong: (message: any) => boolean;
  /** Whether an object that came in is a ping of the backend's. @default none is */
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  readonly isPing?: (message: any) => boolean;
  /** The answer to a ping of the backend's. @default there is none */
  readonly pong?: object;
}

/**
 * JSON heartbeats. Without a dialect they are ours: `{"type":"ping"}` and `{"type":"pong"}`, both ways.
 * With one, text of up to 1 024 characters that may be an object is parsed to find the pongs in it.
 *
 * @example jsonCodec({ ping: { op: 'ping' }, isPong: (message) => message.op === 'pong' })
 */
export function jsonCodec(dialect?: JsonDialect): Codec {
  if (!dialect) return ourCodec;
  const { isPong, isPing } = dialect;
  const ping = JSON.stringify(dialect.ping);
  const pong = dialect.pong ? JSON.stringify(dialect.pong) : null;
  const classify = (data: unknown): Classified => {
    const message = parseObject(data);
    if (!message) return MESSAGE;
    if (isPong(message)) return { kind: 'pong' };
    return isPing?.(message) ? { kind: 'ping' } : MESSAGE;
  };
  return {
    name: 'json',
    initiator: 'both',
    start: () => ({ classify, ping: () => ping, pong: () => pong }),
  };
}

/** An object that a short text holds, or undefined. */
function parseObject(data: unknown): unknown {
  if (typeof data !== 'string' || data.length > MAX_FRAME_CHARS || !/^\s*\{/.test(data)) return undefined;
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}
