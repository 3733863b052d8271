import type { Latency } from '../../machine/latency.js';
import type { SettingsInForce } from '../../machine/settings.js';
import type { HeartbeatProof } from '../../machine/state.js';
import type { ConnectionStatus } from '../../machine/status.js';
import type { ConnectionCause } from '../../protocol/events.js';
import type { Notice } from '../../protocol/notice.js';
import type { Counters } from './counters.js';

/** How the last connection ended. */
export interface LastClose {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
  /** Epoch ms. */
  readonly at: number;
}

/** How many messages an outbox holds, still has to confirm, and has dropped since it was made. */
export interface OutboxCounts {
  readonly queuedCount: number;
  readonly unconfirmedCount: number;
  readonly droppedCount: number;
}

/** What became of the messages that an outbox took. `ConnectionBanner` and `SendStatus` say it. */
export interface Delivery {
  /** Messages that had waited and that the present connection has sent; 0 without a connection. */
  readonly caughtUpCount: number;
  /** Sent before a loss, and not confirmed: they may have arrived or not. Until `outbox.settle()`. */
  readonly inDoubtCount: number;
  /** Dropped, so certainly not sent. Until `outbox.settle()`. */
  readonly notSentCount: number;
  /**
   * What is known of the newest message that was sent, if nothing is waiting or in doubt. `'received'`: a pong has shown
   * that it arrived. `'sent'`: the server answers no pings, so that no more can be known. null: nothing was sent yet.
   */
  readonly result: 'sent' | 'received' | null;
}

/**
 * What the store holds: plain data, immutable. A part that did not change keeps its identity. Messages change nothing
 * but `counters`, and those are published at most once a second.
 */
export interface ConnectionSnapshot {
  readonly status: ConnectionStatus;
  /** Why the connection is not there; null while nothing is wrong. */
  readonly cause: ConnectionCause | null;
  /** The attempt of this outage that is waiting or under way; 0 for the first dial and when all is stable. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** When the next dial starts, epoch ms; null unless waiting. It is the instant the timer is set to. */
  readonly nextRetryAt: number | null;
  /** The outage has lasted longer than `lostAfterMs`, so a person should be told. */
  readonly lost: boolean;
  /** When the present status began, epoch ms; null for `idle` before the first connect. */
  readonly since: number | null;
  readonly connectedAt: number | null;
  /** The last proof of life at the time of the last publication, epoch ms; exact to a second while messages flow. */
  readonly lastAliveAt: number | null;
  readonly lastClose: LastClose | null;
  readonly connectionId: string | null;
  readonly gatewayId: string | null;
  /**
   * 128 random bits that identify this socket over all its connections; null before its first attempt. The gateway's
   * records have them too.
   */
  readonly sessionId: string | null;
  /**
   * The operator's message to all pages; null without one. It stays during an outage; the page has to observe `endsAt`.
   */
  readonly notice: Notice | null;
  readonly settings: SettingsInForce;
  readonly latency: Latency | null;
  readonly missedInRow: number;
  readonly heartbeat: HeartbeatProof;
  readonly counters: Counters;
  /** Whether `send` accepts a message now. Use it to enable a send button. */
  readonly canSend: boolean;
  /** The outbox's messages; null without one. */
  readonly outbox: OutboxCounts | null;
  /** What became of the outbox's messages; absent without one. */
  readonly delivery?: Delivery | undefined;
}
