import type { ConnectionStatus } from '../machine/status.js';
import type { ConnectionCause } from '../protocol/events.js';

/** How a client says that its connection ended. */
export interface ObservedClose {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
}

/** What an observer has seen of its client, reported at the moment when the client says it. */
export interface Observation {
  /**
   * `'connecting'`: a dial is under way, also in an outage. `'reconnecting'`: the connection is not there, and the client will
   * dial, or does so without saying when. The others mean what they mean in a snapshot.
   */
  readonly status: ConnectionStatus;
  /** Milliseconds to the next dial, by the client's own timer. Absent, null or NaN where the client does not say it. */
  readonly retryInMs?: number | null | undefined;
  /** The attempt of this outage that is waiting or under way, where the client counts. */
  readonly attempt?: number | undefined;
  readonly cause?: ConnectionCause | undefined;
  readonly close?: ObservedClose | null | undefined;
  /** A dial failed, and why, in the client's words. It counts as a dial even if the dial itself was not reported. */
  readonly message?: string | undefined;
  readonly connectionId?: string | null | undefined;
}

/** Takes what an observer has seen. */
export type Tell = (now: Observation) => void;

/** A client as the store follows it. */
export interface ObservedClient {
  /** Adds its listeners, tells where the client stands now, and returns what removes those listeners, each its own. */
  readonly watch: (tell: Tell) => readonly (() => void)[];
  /** Starts. @default `reconnect` */
  readonly connect?: (() => unknown) | undefined;
  /** Absent where the client cannot be ended from here. */
  readonly disconnect?: ((code?: number, reason?: string) => unknown) | undefined;
  /**
   * Dials now, whatever the client was waiting for; absent where only the app can. A `closed` that is told before the dial is
   * part of it, and shown as `reconnecting`.
   */
  readonly reconnect?: (() => unknown) | undefined;
  /** Dials of one outage before the client gives up. @default Infinity */
  readonly maxAttempts?: (() => number | undefined) | undefined;
}

/** Whether messages flow. */
export const isUp = (status: ConnectionStatus): boolean => status === 'open' || status === 'degraded';
