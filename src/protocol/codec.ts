import {
  encodePing,
  encodePong,
  type ApplicationMessage,
  type GatewayFrame,
  type PingFrame,
  type PongFrame,
} from './frames.js';
import { parseFrame } from './parse.js';

/** A ping of the other side's. A codec may keep in it what the pong has to carry. */
export interface ReceivedPing extends PingFrame {
  readonly payload?: unknown;
}

/** What a codec makes of an inbound message, or of a part of one. */
export type Classified =
  | Exclude<GatewayFrame, PingFrame | PongFrame>
  | ReceivedPing
  | PongFrame
  /** A heartbeat that wants no answer. Like a pong, it shows that the other side takes part in heartbeats. */
  | { readonly kind: 'alive' }
  /**
   * The backend says, in a message of its dialect, that retrying is no use: the connection ends in `failed`, as after a
   * close with 4403.
   */
  | { readonly kind: 'fatal'; readonly reason: string }
  /** The application's: the message as it came, or `data`, where only a part of it is the application's. */
  | (ApplicationMessage & { readonly data?: unknown });

/** What goes over the wire. Written so that it is a `Uint8Array<ArrayBuffer>` from TypeScript 5.7 on, and compiles before. */
export type CodecData = string | ArrayBuffer | ReturnType<Uint8ArrayConstructor['of']>;

/** A dialect on one connection. What one of its functions throws is recorded, and never reaches the socket. */
export interface CodecSession {
  /** What this side says first, before any ping: a handshake of the dialect's. */
  readonly open?: () => readonly CodecData[];
  /** Runs for every inbound message, so it should look at most messages only briefly. */
  readonly classify: (data: unknown) => Classified | readonly Classified[];
  /**
   * A ping. Null: there is none now, such as before a login, and the silence that follows is not judged.
   * @param id is given only to a peer that has shown it knows ids
   */
  readonly ping: (id?: number) => CodecData | null;
  /** The answer to a ping; null where the dialect has none. */
  readonly pong: (ping: ReceivedPing) => CodecData | null;
}

/** One dialect of heartbeats, so that the same hook works against backends that are not ours. */
export interface Codec {
  readonly name: string;
  /** Subprotocols to ask for when the options name none. */
  readonly protocols?: readonly string[];
  /**
   * The side that pings. With `'server'` the client sends no pings: it judges by the server's, and a server that is silent
   * for `timeoutMs` is dead. Pings of the other side are answered in any case.
   */
  readonly initiator: 'client' | 'server' | 'both';
  /** How often the initiator pings, where the dialect says so, in integer milliseconds. @default intervalMs */
  readonly everyMs?: number;
  /** Called once for each connection, when it opens. */
  readonly start: () => CodecSession;
}

const session: CodecSession = {
  classify: parseFrame,
  ping: encodePing,
  pong: ({ id }) => encodePong(id),
};

/** Our own dialect: `{"type":"ping"}` and `{"type":"pong"}`, both ways. See PROTOCOL.md. */
export const ourCodec: Codec = { name: 'json', initiator: 'both', start: () => session };
