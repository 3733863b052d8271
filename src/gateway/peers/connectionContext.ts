import type { HelloFrame } from '../../protocol/frames.js';
import type { HeartbeatContext } from '../heartbeat/peerHeartbeat.js';
import type { ConductContext } from './conduct.js';
import type { DialectContext } from './dialectChoice.js';
import type { GreetingContext } from './greeting.js';
import type { CloseReason } from '../views.js';
import type { OpenPeer } from './peer.js';

/** What all connections of a gateway share. */
export interface ConnectionContext extends HeartbeatContext, ConductContext, GreetingContext, DialectContext {
  readonly random: () => number;
  /** An id for one more connection. */
  readonly nextId: () => string;
  /** The notice in force, as a frame; null: there is none. */
  readonly noticeFrame: () => string | null;
  /** A client has said who it is, and nothing was recorded of that yet. */
  readonly onIntroduction: (peer: OpenPeer, hello: HelloFrame) => void;
  /** A frame of records came. Null: none are collected. */
  readonly takeRecords: ((peer: OpenPeer, frame: string) => void) | null;
  readonly isDraining: () => boolean;
  readonly closeTimeoutMs: number;
  /** A peer has said which session it belongs to, and whether the person saw the outage before. */
  readonly onHello: (peer: OpenPeer, wasOutageShown: boolean) => void;
  /** `silentMs`: since the last frame in either direction. */
  readonly onClosed: (peer: OpenPeer, reason: CloseReason, silentMs: number) => void;
}
