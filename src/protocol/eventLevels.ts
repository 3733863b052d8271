import type { HeartbeatEventKind } from './events.js';

/** How much an event weighs, in the words of loggers. */
export type EventLevel = 'debug' | 'info' | 'warn' | 'error';

/**
 * What each kind of event weighs, on either side: pings at debug, changes of state at info, misses and failures at warn.
 * An error is a fault in the application's own code.
 */
export const EVENT_LEVELS: Readonly<Record<HeartbeatEventKind, EventLevel>> = {
  'connect.started': 'info',
  'connect.opened': 'info',
  'connect.confirmed': 'info',
  'connect.failed': 'warn',
  'connect.diagnosed': 'warn',
  'connection.closed': 'info',
  reconnected: 'info',
  stable: 'info',
  lost: 'warn',
  restored: 'info',
  'retry.scheduled': 'info',
  'retry.exhausted': 'warn',
  'ping.sent': 'debug',
  'ping.received': 'debug',
  'pong.sent': 'debug',
  'pong.received': 'debug',
  'probe.started': 'info',
  'heartbeat.missed': 'warn',
  'heartbeat.timeout': 'warn',
  'heartbeat.unanswered': 'warn',
  // Browsers hold up the timers of every hidden page. On the gateway, where it is serious, `alert.raised` comes with it.
  'clock.late': 'info',
  'clock.wake': 'info',
  'page.changed': 'info',
  'auth.started': 'info',
  'auth.renewed': 'info',
  'auth.rejected': 'warn',
  'drain.received': 'info',
  paused: 'info',
  'timer.fallback': 'info',
  'outbox.dropped': 'warn',
  'outbox.unconfirmed': 'warn',
  'settings.changed': 'info',
  'settings.rejected': 'warn',
  'settings.hidden': 'warn',
  'settings.tried': 'info',
  'frame.invalid': 'warn',
  'frame.unknown': 'info',
  'message.invalid': 'warn',
  'listener.failed': 'error',
  'event.ignored': 'debug',
  'drain.started': 'info',
  'peer.rejected': 'warn',
  'admin.refused': 'warn',
  'admin.acted': 'info',
  'notice.posted': 'info',
  'notice.ended': 'info',
  'session.doubled': 'warn',
  'alert.raised': 'warn',
  'alert.cleared': 'info',
  'webhook.failed': 'warn',
};
