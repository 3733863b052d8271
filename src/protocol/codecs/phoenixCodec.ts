import type { Codec } from '../codec.js';
import { MESSAGE } from '../frameFields.js';

/** The references of heartbeats, which no reference of the application's looks like. */
const REF = 'heartbeat:';
/** `[join_ref, ref, topic, event, payload]`. The server repeats the reference; its payload is of no interest. */
const IS_REPLY = new RegExp(`^\\s*\\[\\s*null\\s*,\\s*"${REF}\\d+"\\s*,\\s*"phoenix"\\s*,\\s*"phx_reply"`);

/**
 * Heartbeats of Phoenix channels, version 2 of their JSON serializer: the URL ends in `/websocket?vsn=2.0.0`. The server
 * closes a socket on which it hears nothing for 60 s.
 */
export const phoenixCodec = (): Codec => ({
  name: 'phoenix',
  initiator: 'client',
  start: () => {
    let count = 0;
    return {
      classify: (data) => (typeof data === 'string' && IS_REPLY.test(data) ? { kind: 'pong' } : MESSAGE),
      ping: () => `[null,"${REF}${++count}","phoenix","heartbeat",{}]`,
      // The server sends none.
      pong: () => null,
    };
  },
});
