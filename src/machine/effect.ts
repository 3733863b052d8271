import type { ConnectionCause, ConnectionFact } from '../protocol/events.js';
import type { PreviousConnection } from '../protocol/frames.js';

/** A record for the event log. */
export type RecordEffect = ConnectionFact & { readonly type: 'record' };

/** Orders of the machine, which the driver carries out one after the other. Timers need none: they follow the state. */
export type Effect =
  | {
      readonly type: 'socket.open';
      readonly socketId: number;
      readonly attempt: number;
      readonly cause: ConnectionCause | null;
    }
  /** Detach from the socket in this tick and close it; wait for nothing. */
  | { readonly type: 'socket.drop'; readonly socketId: number; readonly code: number; readonly reason: string }
  /** Ask the app for fresh credentials; the answer is an event with this id. */
  | { readonly type: 'auth.renew'; readonly socketId: number }
  /**
   * A function of the app threw, or returned what is not an answer, so the decision was made without it. A promise may still
   * reject.
   */
  | { readonly type: 'app.failed'; readonly error: unknown }
  /** Ask the server why it opens no socket; the answer is an event with this instant. */
  | { readonly type: 'dial.diagnose'; readonly outageAt: number }
  /** The driver records what was sent, as a codec may have nothing to send. */
  | { readonly type: 'ping.send'; readonly id: number | undefined }
  | { readonly type: 'pong.send'; readonly id: number | undefined }
  | { readonly type: 'hello.send'; readonly attempt: number; readonly previous: PreviousConnection | null }
  | RecordEffect;
