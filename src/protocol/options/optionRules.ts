import { HeartbeatOptionError } from './optionError.js';

/** The longest delay a platform timer can wait without overflowing to 1 ms (2³¹ − 1). */
export const MAX_TIMER_MS = 2_147_483_647;

/**
 * Checks an option that is an integer: a duration in milliseconds, or a count.
 *
 * @param option as it is written, e.g. `heartbeat.intervalMs`
 * @param orInfinity `Infinity` is valid too
 * @returns the value
 * @throws HeartbeatOptionError naming option, rule and value
 */
export function checkInteger(option: string, value: unknown, min = 0, max = MAX_TIMER_MS, orInfinity = false): number {
  if (orInfinity && value === Infinity) return Infinity;
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) return value as number;
  throw new HeartbeatOptionError(option, `an integer from ${min} to ${max}${orInfinity ? ' or Infinity' : ''}`, value);
}
