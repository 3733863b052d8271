import type { MachineEvent } from '../machine/event.js';
import type { HeartbeatState } from '../machine/state.js';
import type { ConnectionFact } from '../protocol/events.js';
import type { Clock } from './clock.js';

/** What became of a message handed to `send`: on the wire, held by the outbox, or not accepted. */
export type SendResult = 'sent' | 'queued' | 'rejected';

/** What an optional part may do with the connection that it is attached to. */
export interface PartPort {
  readonly clock: Clock;
  readonly state: () => HeartbeatState;
  readonly dispatch: (event: MachineEvent) => void;
  /** Hands a message to the socket; false when none is open. Throws what the socket throws for a message it cannot take. */
  readonly transmit: (data: unknown) => boolean;
  /** Something that the snapshot shows has changed. */
  readonly changed: () => void;
  readonly tell: (fact: ConnectionFact) => void;
  /** Code of the app's threw. */
  readonly failed: (error: unknown) => void;
  /** Runs code of the app's; what it throws goes to `failed`. */
  readonly guard: (run: () => unknown) => void;
}

/**
 * The key under which the driver attaches an optional part. It is a symbol, so that the public types of parts carry no
 * members that only the driver may call.
 */
export const ATTACH: unique symbol = Symbol('heartbeat-socket');

/** An optional part of a connection, made by a factory of its own and handed over as an option: an outbox, a timer, a trace. */
export interface Part<Attached, More extends readonly unknown[] = []> {
  readonly [ATTACH]: (port: PartPort, ...more: More) => Attached;
}
