import { EVENT_LEVELS } from '../../protocol/eventLevels.js';
import type { HeartbeatEvent, HeartbeatEventKind } from '../../protocol/events.js';
import type { LogSink } from './sinks.js';

type Attributes = Record<string, string | number | boolean>;

/** What `otelSink` uses of a span. */
export interface OtelSpan {
  addEvent(name: string, attributes: Attributes, time: Date): unknown;
  setAttributes(attributes: Attributes): unknown;
  /** 2 is ERROR. */
  setStatus(status: { code: number; message?: string }): unknown;
  end(time: Date): void;
}

/** What `otelSink` uses of `@opentelemetry/api`. */
export interface OtelApi {
  readonly trace: {
    getTracer(name: string): {
      startSpan(name: string, options: { startTime: Date; attributes: Attributes }): OtelSpan;
    };
  };
}

const STATUS_ERROR = 2;
const LOSSES: ReadonlySet<HeartbeatEventKind> = new Set(['connection.closed', 'connect.failed', 'auth.rejected']);
const GOES_ON: ReadonlySet<HeartbeatEventKind> = new Set(['retry.scheduled', 'connect.started', 'auth.started']);
/** A span is exported when it ends. */
type SpanName = 'heartbeat.connection' | 'heartbeat.outage';

/**
 * Makes spans of the records: one for each connection, from open to close, and one for each outage, from the loss until the
 * connection is back, with what happened as events on it. An outage that was worth telling a person, or that nothing ended,
 * has the status ERROR. Pings and pongs are left out.
 *
 * @param api the module `@opentelemetry/api`, with a tracer provider of yours registered
 * @example
 * import * as api from '@opentelemetry/api';
 * useHeartbeatSocket(url, { log: { sinks: [otelSink(api)] } });
 */
export function otelSink(api: OtelApi): LogSink {
  const tracer = api.trace.getTracer('heartbeat-socket');
  const spans = new Map<SpanName, OtelSpan>();
  let isGivenUp = false;
  function begin(name: SpanName, record: HeartbeatEvent): void {
    if (!spans.has(name)) {
      spans.set(name, tracer.startSpan(name, { startTime: new Date(record.at), attributes: attributesOf(record) }));
    }
  }
  function end(name: SpanName, record: HeartbeatEvent): void {
    const span = spans.get(name);
    span?.setAttributes(attributesOf(record));
    span?.end(new Date(record.at));
    spans.delete(name);
  }
  /**
   * What the client does about a loss is recorded right after it. If no such record follows, the outage has no other
   * end.
   */
  function endUnlessTriedAgain(record: HeartbeatEvent): void {
    isGivenUp = true;
    queueMicrotask(() => {
      if (!isGivenUp) return;
      spans.get('heartbeat.outage')?.setStatus({ code: STATUS_ERROR });
      end('heartbeat.outage', record);
    });
  }
  function note(record: HeartbeatEvent): void {
    const span = spans.get('heartbeat.connection') ?? spans.get('heartbeat.outage');
    span?.addEvent(record.kind, attributesOf(record), new Date(record.at));
    if (record.kind === 'lost') spans.get('heartbeat.outage')?.setStatus({ code: STATUS_ERROR, message: record.cause });
  }

  return (record) => {
    const { kind } = record;
    if (EVENT_LEVELS[kind] === 'debug') return;
    if (GOES_ON.has(kind)) isGivenUp = false;
    if (record.kind === 'connection.closed') {
      end('heartbeat.connection', record);
      if (record.cause === 'manual') end('heartbeat.outage', record);
      else if (record.cause !== 'hidden') begin('heartbeat.outage', record);
    }
    if (kind === 'connect.failed') begin('heartbeat.outage', record);
    note(record);
    if (kind === 'connect.opened') begin('heartbeat.connection', record);
    if (kind === 'reconnected' || kind === 'paused') end('heartbeat.outage', record);
    if (LOSSES.has(kind)) endUnlessTriedAgain(record);
  };
}

/** What a record says, under the names that attributes have: `heartbeat.open_ms`. */
function attributesOf({ at: _at, kind: _kind, ...details }: HeartbeatEvent): Attributes {
  const attributes: Attributes = {};
  for (const [key, value] of Object.entries(details) as [string, unknown][]) {
    const name = `heartbeat.${key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
    if (typeof value === 'object' && value !== null) attributes[name] = JSON.stringify(value);
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      attributes[name] = value;
  }
  return attributes;
}
