import type { EventDetails, HeartbeatEvent, HeartbeatEventKind } from '../../protocol/events.js';
import type { Clock } from '../clock.js';
import { Listeners } from './listeners.js';
import { LogLimit } from './logLimit.js';
import { messageOf } from './printable.js';

/** Where records go: anything shaped like pino. Messages are the record's `kind`; the record is the object. */
export interface GatewayLogger {
  debug(record: object, message: string): void;
  info(record: object, message: string): void;
  warn(record: object, message: string): void;
  error(record: object, message: string): void;
  /** When it says that `debug` is off, records of single pings are not even made. */
  isLevelEnabled?(level: string): boolean;
}

type Level = 'debug' | 'info' | 'warn' | 'error';

const LEVELS: Readonly<Partial<Record<HeartbeatEventKind, Level>>> = {
  'ping.sent': 'debug',
  'ping.received': 'debug',
  'pong.sent': 'debug',
  'pong.received': 'debug',
  'heartbeat.missed': 'warn',
  'heartbeat.timeout': 'warn',
  'clock.late': 'warn',
  'settings.rejected': 'warn',
  'frame.invalid': 'warn',
  'peer.rejected': 'warn',
  'alert.raised': 'warn',
  'listener.failed': 'error',
};

/** Whom a record is about. A connection has both, an address without a connection has one. */
export interface Subject {
  readonly id?: string;
  readonly remote?: string;
}

/** Makes the gateway's records, in order, and hands them to the logger and to who listens. */
export class EventRecorder {
  readonly #clock: Clock;
  readonly #gatewayId: string;
  readonly #logger: GatewayLogger | undefined;
  readonly #listeners: Listeners<[HeartbeatEvent, Subject]>;
  readonly #logLimit: LogLimit;
  #seq = 0;

  constructor(clock: Clock, gatewayId: string, logger: GatewayLogger | undefined) {
    this.#clock = clock;
    this.#gatewayId = gatewayId;
    this.#logger = logger;
    this.#logLimit = new LogLimit(clock);
    // To the log only: told to the listeners, the failure of a listener would come round for ever.
    this.#listeners = new Listeners((error) =>
      this.#log('error', { kind: 'listener.failed', message: messageOf(error) }),
    );
  }

  /** Sees every record, and whom it is about; returns its undo. */
  subscribe(listener: (record: HeartbeatEvent, subject: Subject) => unknown): () => void {
    return this.#listeners.add(listener);
  }

  record<Kind extends HeartbeatEventKind>(kind: Kind, details: EventDetails[Kind], subject: Subject = {}): void {
    const level = LEVELS[kind] ?? 'info';
    const isLogged = this.#logger !== undefined && (this.#logger.isLevelEnabled?.(level) ?? true);
    this.#seq += 1;
    // Ten thousand peers make thousands of these a second: a record that nobody reads is not made.
    if (!isLogged && this.#listeners.size === 0) return;
    const record = {
      at: this.#clock.wallNow(),
      seq: this.#seq,
      side: 'gateway',
      gatewayId: this.#gatewayId,
      connectionId: subject.id ?? null,
      ...(subject.remote === undefined ? {} : { remote: subject.remote }),
      kind,
      ...details,
      // `kind` and `details` are one pair by the signature; a spread loses that.
    } as unknown as HeartbeatEvent;
    if (isLogged) this.#logSparingly(level, record);
    this.#listeners.call(record, subject);
  }

  #logSparingly(level: Level, record: HeartbeatEvent): void {
    const suppressed = this.#logLimit.suppressedBefore(record.kind);
    if (suppressed === null) return;
    this.#log(level, suppressed === 0 ? record : { ...record, suppressed });
  }

  #log(
    level: Level,
    record: Readonly<{ kind: HeartbeatEventKind; message?: string | undefined; suppressed?: number }>,
  ): void {
    try {
      this.#logger?.[level](record, record.kind);
    } catch {
      // A logger that fails has nowhere to say so, and is no reason to drop connections.
    }
  }
}
