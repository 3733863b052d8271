/** Every timer that a connection may have. */
export const TIMERS = [
  'connect',
  'confirm',
  'retry',
  'ping',
  'verdict',
  'stable',
  'lost',
  'diagnose',
  'leave',
  'pause',
] as const;

/** The name of a timer. Starting a timer replaces the one of the same name. */
export type TimerName = (typeof TIMERS)[number];
