import type { HeartbeatEvent } from '../../protocol/events.js';
import type { LogSink } from './sinks.js';

/** Colours of the panel's palette. */
type TrackColor = 'primary' | 'secondary' | 'warning' | 'error';

const TRACK = 'heartbeat-socket';

/**
 * Draws a track in the browser's performance panel, beside what the page did meanwhile: attempts, connections, pings until
 * their pongs, outages, and misses. Record a profile to see it. Where a platform has no `performance.measure`, it does nothing.
 *
 * @example createHeartbeatSocket(url, { log: { sinks: [performanceSink()] } })
 */
export function performanceSink(): LogSink {
  if (typeof globalThis.performance?.measure !== 'function') return () => {};
  const { performance } = globalThis;
  /** When what is under way began, on the page's own clock. */
  const begun = new Map<string, number>();

  function draw(name: string, color: TrackColor, record: HeartbeatEvent, start: number): void {
    const properties = Object.entries(record).map(([key, value]) => [key, String(value)]);
    const devtools = { dataType: 'track-entry', track: TRACK, color, tooltipText: record.kind, properties };
    const measure = `${TRACK}: ${name}`;
    performance.measure(measure, { start, end: performance.now(), detail: { devtools } });
    // The panel has it already. The page's own buffer would keep it as long as the page lives.
    performance.clearMeasures(measure);
  }
  function begin(name: string): void {
    if (!begun.has(name)) begun.set(name, performance.now());
  }
  function end(name: string, color: TrackColor, record: HeartbeatEvent): void {
    const start = begun.get(name);
    if (start !== undefined) draw(name, color, record, start);
    begun.delete(name);
  }

  return (record) => {
    switch (record.kind) {
      case 'connect.started':
        return begin('attempt');
      case 'connect.opened':
        end('attempt', 'secondary', record);
        return begin('connection');
      case 'connect.failed':
        end('attempt', 'error', record);
        return begin('outage');
      case 'connection.closed':
        begun.delete('ping');
        end('attempt', 'error', record);
        end('connection', 'primary', record);
        return record.cause === 'manual' ? end('outage', 'warning', record) : begin('outage');
      case 'reconnected':
        return end('outage', 'warning', record);
      case 'ping.sent':
        return begin('ping');
      case 'pong.received':
        return end('ping', 'secondary', record);
      case 'heartbeat.missed':
        return draw('missed', 'error', record, performance.now());
    }
  };
}
