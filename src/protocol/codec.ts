import { encodePing, encodePong, type ApplicationMessage, type GatewayFrame } from './frames.js';
import { parseFrame } from './parse.js';

/** What a codec makes of one inbound message. */
export type Classified =
  | GatewayFrame
  | ApplicationMessage
  /** Proof of life that needs no answer and is none of the application's. */
  | { readonly kind: 'alive' }
  /** The backend says, in a message of its dialect, that retrying is no use. */
  | { readonly kind: 'fatal'; readonly reason: string };

/**
 * One dialect of heartbeats, so that the same hook works against backends that are not ours.
 * A codec holds no state: one may serve any number of connections.
 */
export interface Codec {
  readonly name: string;
  /** Subprotocols to ask for when the options name none. */
  readonly protocols?: readonly string[];
  /** Who begins a beat in this dialect. With `'server'` the client only answers. */
  readonly initiator: 'client' | 'server' | 'both';
  /** Must not throw; hostile data is a `message`. */
  classify(data: unknown): Classified;
  /** A ping as it goes over the wire. `id` is given only to a peer that has shown it knows ids. */
  ping(id?: number): string;
  /** The answer to a ping, as it goes over the wire; null where the dialect has none. */
  pong(id?: number): string | null;
}

/** Our own dialect, the default: `{"type":"ping"}` and `{"type":"pong"}`, both ways. See PROTOCOL.md. */
export const jsonCodec: Codec = {
  name: 'json',
  initiator: 'both',
  classify: parseFrame,
  ping: encodePing,
  pong: encodePong,
};
