import type { HeartbeatEventKind } from '../../../src/client/index.js';

/** A line that `toldClient.ts` prints. */
export interface ToldRecord {
  readonly kind: HeartbeatEventKind;
  /** On the monotonic clock of the machine. */
  readonly at: number;
  /** How late the process was, at most, since it went on. */
  readonly lateMs: number;
  /** How long a pong may take by all that the client has measured: the smoothed round trip, and four times its jitter. */
  readonly pongMs: number;
}
