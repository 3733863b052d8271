import type { HeartbeatTiming } from '../../protocol/frames.js';
import type { Clock } from '../clock.js';
import type { Connection } from './connection.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import type { PingMode } from '../heartbeat/liveness.js';
import type { SelfDoubt } from '../heartbeat/selfDoubt.js';
import type { Tally } from '../telemetry/tally.js';

/** What all connections of a gateway share. */
export interface ConnectionContext {
  readonly clock: Clock;
  readonly random: () => number;
  readonly recorder: EventRecorder;
  readonly tally: Tally;
  readonly doubt: SelfDoubt;
  readonly gatewayId: string;
  /** An id for one more connection. */
  readonly nextId: () => string;
  readonly timing: () => HeartbeatTiming;
  readonly settingsVersion: () => number;
  readonly isDraining: () => boolean;
  readonly pingMode: PingMode;
  readonly maxPingsPerSecond: number;
  readonly maxBufferedBytes: number;
  readonly closeTimeoutMs: number;
  readonly observeRtt: (rttMs: number) => void;
  readonly onClosed: (connection: Connection) => void;
}
