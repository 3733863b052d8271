import { expect, it } from 'vitest';
import { EVENT_LEVELS } from '../../src/protocol/eventLevels.js';
import type { HeartbeatEventKind } from '../../src/protocol/events.js';

const at = (level: string) =>
  (Object.keys(EVENT_LEVELS) as HeartbeatEventKind[]).filter((kind) => EVENT_LEVELS[kind] === level);

it('has pings at debug, and only what is as frequent as they are', () => {
  expect(at('debug')).toEqual(['ping.sent', 'ping.received', 'pong.sent', 'pong.received', 'event.ignored']);
});

it('has misses and failures at warn', () => {
  expect(at('warn')).toEqual(
    expect.arrayContaining(['heartbeat.missed', 'heartbeat.timeout', 'lost', 'peer.rejected']),
  );
});

it('has changes of state and late clocks at info', () => {
  expect(at('info')).toEqual(
    expect.arrayContaining(['connection.closed', 'restored', 'settings.changed', 'clock.late']),
  );
});

it('has only faults in the application’s own code at error', () => {
  expect(at('error')).toEqual(['listener.failed']);
});
