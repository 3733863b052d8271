import type { Codec } from '../codec.js';
import { MESSAGE } from '../frameFields.js';

/**
 * Heartbeats of one word, such as those of Liveblocks (`ping`, `pong`) and tRPC (`PING`, `PONG`), or of a Durable Object's
 * automatic response. A ping of the other side is answered with the same word.
 *
 * @param ping what asks, the whole message
 * @param pong what answers; may be the same word, where the other side echoes
 */
export const textCodec = (ping = 'ping', pong = 'pong'): Codec => ({
  name: 'text',
  initiator: 'both',
  start: () => ({
    classify: (data) => (data === pong ? { kind: 'pong' } : data === ping ? { kind: 'ping' } : MESSAGE),
    ping: () => ping,
    pong: () => pong,
  }),
});
