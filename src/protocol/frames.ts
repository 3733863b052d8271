/**
 * The frames two processes agree on: JSON text, one object a frame, told apart by `type`.
 * Anything else on the socket belongs to the application. The wire document is PROTOCOL.md.
 */

/** How often a side pings, and how long it waits before it calls a silent peer dead. Integers, milliseconds. */
export interface HeartbeatTiming {
  /** Between two pings. */
  readonly intervalMs: number;
  /** From the first unanswered ping to the verdict. */
  readonly timeoutMs: number;
}

/** Both directions, every interval. The answer is a pong with the same `id`. */
export interface PingFrame {
  readonly kind: 'ping';
  readonly id?: number | undefined;
}

/** Both directions, the answer to a ping. */
export interface PongFrame {
  readonly kind: 'pong';
  readonly id?: number | undefined;
}

/** Gateway to client, right after open: the ids of connection and gateway, and the heartbeat settings. */
export interface WelcomeFrame {
  readonly kind: 'welcome';
  readonly connectionId: string;
  readonly gatewayId: string;
  readonly heartbeat: HeartbeatTiming;
  /** Version of the settings: 1 until an operator changes them at run time. */
  readonly version: number;
  /** The client is to dial by aliases: the path with one more segment that begins with `~`. */
  readonly aliases?: true | undefined;
}

/** What the client remembers of the connection it lost. */
export interface PreviousConnection {
  readonly code: number;
  readonly cause: string;
  readonly downMs: number;
}

/** Client to gateway, only after a welcome: who I am, which attempt this is, what happened before. */
export interface HelloFrame {
  readonly kind: 'hello';
  readonly client: string;
  readonly attempt: number;
  readonly previous?: PreviousConnection | undefined;
}

/** Gateway to client: an operator has changed the settings. They apply to the live connection from the next ping on. */
export interface SettingsFrame {
  readonly kind: 'settings';
  readonly heartbeat: HeartbeatTiming;
  readonly version: number;
}

/**
 * The most bytes of a `reason`, here and in a close: a close frame has 125 bytes, two of them for the code (RFC 6455,
 * section 5.5.1).
 */
export const MAX_CLOSE_REASON_BYTES = 123;

/** When a client is to come back: at a random instant of the window that begins in `afterMs`. Integers, milliseconds. */
export interface RetryWindow {
  readonly afterMs: number;
  readonly windowMs: number;
}

/** Gateway to client: I am about to go; leave within the window that begins in `afterMs`. */
export interface ReconnectFrame extends RetryWindow {
  readonly kind: 'reconnect';
  readonly reason: string;
}

/** What a client may receive, as parsed. On the wire `kind` is `type`, and all but ping and pong carry the prefix `heartbeat.`. */
export type GatewayFrame = PingFrame | PongFrame | WelcomeFrame | SettingsFrame | ReconnectFrame;

/** Every frame of ours. */
export type Frame = GatewayFrame | HelloFrame;

/** The application's data. `invalid` says why a frame that claimed to be ours was not believed. */
export interface ApplicationMessage {
  readonly kind: 'message';
  readonly invalid?: string;
}

const PING = '{"type":"ping"}';
const PONG = '{"type":"pong"}';

/** Puts a ping on the wire. Without an `id` it is exactly `{"type":"ping"}`, which any backend understands. */
export const encodePing = (id?: number): string => (id === undefined ? PING : `{"type":"ping","id":${id}}`);

/** Puts the answer to a ping on the wire, with the ping's `id` if it had one. */
export const encodePong = (id?: number): string => (id === undefined ? PONG : `{"type":"pong","id":${id}}`);

/** Puts any of the longer frames on the wire. */
export function encodeFrame(frame: WelcomeFrame | HelloFrame | SettingsFrame | ReconnectFrame): string {
  const { kind, ...fields } = frame;
  return JSON.stringify({ type: `heartbeat.${kind}`, ...fields });
}
