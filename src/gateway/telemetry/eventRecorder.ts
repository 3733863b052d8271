import { EVENT_LEVELS, type EventLevel } from '../../protocol/eventLevels.js';
import type { EventDetails, HeartbeatEvent, HeartbeatEventKind } from '../../protocol/events.js';
import { createListeners, guard } from '../../protocol/listeners.js';
import type { HeartbeatLogger } from '../../protocol/logger.js';
import type { GatewayClock } from '../clock.js';
import { createLogLimit, type LogRule } from './logLimit.js';
import { printableError } from './printable.js';

/** What a record is about. A connection has both fields; an address without a connection has one. */
export interface Subject {
  readonly id?: string;
  readonly remote?: string;
  /** Null before the hello, and where the client has none. */
  readonly sessionId?: string | null;
}

/** Where records are written. */
export interface Log {
  /** Undefined: nowhere. */
  readonly logger: HeartbeatLogger | undefined;
  readonly rule: LogRule;
}

/** Makes the gateway's records, in order, and hands them to the logger and the listeners. */
export interface EventRecorder {
  /**
   * Calls the listener with every record of these kinds and its subject, of all kinds if none are named; returns the
   * undo. Records of heartbeats are made only for listeners that ask for them, so name the kinds wherever possible.
   */
  readonly subscribe: (
    listener: (record: HeartbeatEvent, subject: Subject) => unknown,
    kinds?: readonly HeartbeatEventKind[],
  ) => () => void;
  readonly record: <Kind extends HeartbeatEventKind>(
    kind: Kind,
    details: EventDetails[Kind],
    subject?: Subject,
  ) => void;
}

const ignore = (): void => {};
const WEIGHTS: Readonly<Record<EventLevel | 'silent', number>> = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 };

/** Makes the recorder of one gateway. `logLevel` is the least important level that reaches the logger. */
export function createEventRecorder(
  clock: GatewayClock,
  gatewayId: string,
  { logger, rule }: Log,
  logLevel: () => EventLevel | 'silent' = () => 'debug',
): EventRecorder {
  const suppressedBefore = createLogLimit(clock, rule);
  let seq = 0;

  // A failing logger cannot be reported anywhere, and it is no reason to drop connections.
  const log = (level: EventLevel, record: Readonly<{ kind: HeartbeatEventKind; suppressed?: number }>): void =>
    guard(ignore, () => logger?.[level](record, record.kind));
  const isEnabled = (level: EventLevel): boolean => {
    if (logger === undefined || WEIGHTS[level] < WEIGHTS[logLevel()]) return false;
    try {
      const isOn: unknown = logger.isLevelEnabled?.(level) ?? true;
      // Of an async function, which may reject. Nothing else gets here, because this runs for every ping.
      if (typeof isOn === 'object') guard(ignore, () => isOn);
      return Boolean(isOn);
    } catch {
      return true;
    }
  };
  const logSparingly = (level: EventLevel, record: HeartbeatEvent): void => {
    const suppressed = suppressedBefore(record.kind);
    // The logger gets a copy. One that redacts its argument would otherwise change what listeners and metrics read next.
    if (suppressed !== null) log(level, suppressed === 0 ? { ...record } : { ...record, suppressed });
  };
  // The failure of a listener goes to the log only: as a record it would reach the listener that fails, again and again.
  const reportFailure = (error: unknown): void => {
    const record = { kind: 'listener.failed', message: printableError(error) } as const;
    const level = EVENT_LEVELS[record.kind];
    if (isEnabled(level)) log(level, record);
  };
  const listeners = createListeners<[HeartbeatEvent, Subject]>(reportFailure);
  const listenersOf = new Map<HeartbeatEventKind, typeof listeners>();
  const subscribeTo = (kind: HeartbeatEventKind, listener: (record: HeartbeatEvent, subject: Subject) => unknown) => {
    const found = listenersOf.get(kind) ?? createListeners(reportFailure);
    listenersOf.set(kind, found);
    return found.add(listener);
  };

  return {
    subscribe(listener, kinds) {
      const undos = kinds?.map((kind) => subscribeTo(kind, listener)) ?? [listeners.add(listener)];
      return () => undos.forEach((undo) => undo());
    },
    record(kind, details, subject = {}) {
      const level = EVENT_LEVELS[kind];
      const isLogged = isEnabled(level);
      seq += 1;
      // Ten thousand peers cause thousands of records a second, so one that is neither logged nor heard is not made.
      const ofKind = listenersOf.get(kind);
      if (!isLogged && listeners.size === 0 && (ofKind?.size ?? 0) === 0) return;
      const record = {
        at: clock.wallNow(),
        seq,
        side: 'gateway',
        gatewayId,
        connectionId: subject.id ?? null,
        ...(subject.sessionId ? { sessionId: subject.sessionId } : {}),
        ...(subject.remote === undefined ? {} : { remote: subject.remote }),
        kind,
        ...details,
        // The signature makes `kind` and `details` a pair; the type of a spread does not know that.
      } as unknown as HeartbeatEvent;
      if (isLogged) logSparingly(level, record);
      ofKind?.call(record, subject);
      listeners.call(record, subject);
    },
  };
}
