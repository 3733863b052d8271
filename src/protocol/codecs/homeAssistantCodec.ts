import type { Classified, Codec } from '../codec.js';
import { MAX_FRAME_CHARS, MESSAGE } from '../frameFields.js';

/** A codec that numbers its pings, and the application's messages. */
export interface HomeAssistantCodec extends Codec {
  /** The number of the next message. Home Assistant refuses one that is not greater than all before it on the socket. */
  readonly nextId: () => number;
}

/** An answer, or what ends the login. Events of large homes are long, and none of these. */
const IS_OF_INTEREST = /"type"\s*:\s*"(?:pong|auth_ok|auth_invalid)"/;

/**
 * Heartbeats of Home Assistant's WebSocket API. None is sent before `auth_ok`, because the server takes nothing but a
 * login there. `auth_invalid` reaches the application, then ends the connection in `failed`.
 *
 * @param nextId the counter of the application, if it has one. @default a counter, which is `nextId` of the codec
 * @example
 * const codec = homeAssistantCodec();
 * socket.send(JSON.stringify({ id: codec.nextId(), type: 'get_states' }));
 */
export function homeAssistantCodec(nextId: () => number = counter()): HomeAssistantCodec {
  return {
    name: 'home-assistant',
    initiator: 'client',
    nextId,
    start: () => {
      let isLoggedIn = false;
      const pings = new Set<unknown>();
      const classify = (data: unknown): Classified | readonly Classified[] => {
        const { type, id, message } = read(data);
        if (type === 'auth_ok') isLoggedIn = true;
        if (type === 'auth_invalid') {
          return [MESSAGE, { kind: 'fatal', reason: typeof message === 'string' ? message : type }];
        }
        // A pong for a ping of the application's own is the application's.
        return type === 'pong' && pings.delete(id) ? { kind: 'pong' } : MESSAGE;
      };
      return {
        classify,
        ping: () => {
          if (!isLoggedIn) return null;
          const id = nextId();
          pings.add(id);
          return JSON.stringify({ id, type: 'ping' });
        },
        // The server sends none.
        pong: () => null,
      };
    },
  };
}

interface Fields {
  readonly type?: unknown;
  readonly id?: unknown;
  readonly message?: unknown;
}

function read(data: unknown): Fields {
  if (typeof data !== 'string' || data.length > MAX_FRAME_CHARS || !IS_OF_INTEREST.test(data)) return {};
  try {
    return (JSON.parse(data) ?? {}) as Fields;
  } catch {
    return {};
  }
}

function counter(): () => number {
  let last = 0;
  return () => ++last;
}
