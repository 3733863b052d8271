import type { HeartbeatContext } from '../heartbeat/peerHeartbeat.js';
import type { ConductContext } from './conduct.js';
import type { DialectContext } from './dialectChoice.js';
import type { GreetingContext } from './greeting.js';
import type { OpenPeer } from './peer.js';

/** What all connections of a gateway share. */
export interface ConnectionContext extends HeartbeatContext, ConductContext, GreetingContext, DialectContext {
  readonly random: () => number;
  /** An id for one more connection. */
  readonly nextId: () => string;
  readonly isDraining: () => boolean;
  readonly closeTimeoutMs: number;
  readonly onClosed: (peer: OpenPeer) => void;
}
