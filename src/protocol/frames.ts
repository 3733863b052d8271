/**
 * The frames two processes agree on: JSON text, one object a frame, told apart by `type`.
 * Anything else on the socket belongs to the application. The wire document is PROTOCOL.md.
 */
import type { NoticeLevel, NoticeText } from './notice.js';

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
  /** Version of the settings: 1 at the start, one more with each change. */
  readonly version: number;
  /** The client is to dial by aliases: the path with one more segment that begins with `~`. */
  readonly aliases?: true | undefined;
  /** An operator has set the timing at run time: only then does it win over a faster one of the app's. @default false */
  readonly administered?: boolean | undefined;
  /** What the gateway would like to be told. Only the part that can tell it parses this. */
  readonly wants?: unknown;
}

/** What the client remembers of the connection it lost. */
export interface PreviousConnection {
  /** The last connection that was welcomed. Absent before 0.2, and where none was. */
  readonly connectionId?: string | undefined;
  readonly code: number;
  readonly cause: string;
  readonly downMs: number;
  /** For how much of that time the person could see it: `lost` was true, on a visible page. Absent before 0.2. */
  readonly shownMs?: number | undefined;
}

/** Client to gateway, only after a welcome: who the client is, which attempt this is, and what happened before. */
export interface HelloFrame {
  readonly kind: 'hello';
  readonly client: string;
  /** Of one `HeartbeatSocket`, over all its connections. It identifies and proves nothing. Absent before 0.2, as are the next two. */
  readonly sessionId?: string | undefined;
  /** The client's wall clock as it wrote this, epoch milliseconds. */
  readonly at?: number | undefined;
  readonly attempt: number;
  /** The kinds of frames it understands that are newer than 0.1. A gateway sends it no others of those. */
  readonly knows?: readonly string[] | undefined;
  readonly previous?: PreviousConnection | undefined;
}

/** Gateway to client: the settings have changed. They apply to the live connection from the next ping on. */
export interface SettingsFrame {
  readonly kind: 'settings';
  readonly heartbeat: HeartbeatTiming;
  readonly version: number;
  /** As in the welcome. @default false */
  readonly administered?: boolean | undefined;
}

/** Gateway to client, only to a client that knows it: an operator's message to all. */
export interface NoticeFrame {
  readonly kind: 'notice';
  readonly id: string;
  /** @default 'info' */
  readonly level?: NoticeLevel | undefined;
  /** Null withdraws it. */
  readonly text: NoticeText | null;
  /** It withdraws itself after this long, in integer milliseconds. Absent: never. */
  readonly forMs?: number | undefined;
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

/** Gateway to client: the gateway is about to go; leave within the window that begins in `afterMs`. */
export interface ReconnectFrame extends RetryWindow {
  readonly kind: 'reconnect';
  readonly reason: string;
}

/** What a client may receive, as parsed. On the wire `kind` is `type`, and all but ping and pong carry the prefix `heartbeat.`. */
export type GatewayFrame = PingFrame | PongFrame | WelcomeFrame | SettingsFrame | ReconnectFrame | NoticeFrame;

/** Every frame of ours. */
export type Frame = GatewayFrame | HelloFrame;

/** The application's data. */
export interface ApplicationMessage {
  readonly kind: 'message';
  /** Why a frame that claimed to be ours was not believed. */
  readonly invalid?: string;
  /** The type of a frame `heartbeat.…` that this version does not know. After a welcome it is not the application's. */
  readonly unknown?: string;
}

const PING = '{"type":"ping"}';
const PONG = '{"type":"pong"}';

/** Puts a ping on the wire. Without an `id` it is exactly `{"type":"ping"}`, which any backend understands. */
export const encodePing = (id?: number): string => (id === undefined ? PING : `{"type":"ping","id":${id}}`);

/** Puts the answer to a ping on the wire, with the ping's `id` if it had one. */
export const encodePong = (id?: number): string => (id === undefined ? PONG : `{"type":"pong","id":${id}}`);

/** Puts any of the longer frames on the wire. */
export function encodeFrame(frame: Exclude<Frame, PingFrame | PongFrame>): string {
  const { kind, ...fields } = frame;
  return JSON.stringify({ type: `heartbeat.${kind}`, ...fields });
}
