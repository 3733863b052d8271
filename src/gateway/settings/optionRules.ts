import { HeartbeatOptionError } from '../../protocol/optionError.js';
import { MAX_TIMER_MS } from '../../protocol/optionRules.js';
import type { HeartbeatTiming } from '../../protocol/frames.js';

/** Used where nothing says otherwise: under the 55–100 s after which common proxies cut an idle connection. */
export const DEFAULT_INTERVAL_MS = 25_000;
/** Without a timeout of its own, a gateway waits three intervals. */
export const TIMEOUT_INTERVALS = 3;

/** Part of a timing: what one source says. */
export type TimingLayer = { readonly [Key in keyof HeartbeatTiming]?: number | undefined };

/** Checks one value written in code or in the environment: tests may beat faster than an operator may ask for. */
export function checkDuration(option: string, value: unknown): number {
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_TIMER_MS) return value as number;
  throw new HeartbeatOptionError(option, `an integer from 1 to ${MAX_TIMER_MS} (milliseconds)`, value);
}

/** Checks one limit: a count, a size or a rate. */
export function checkLimit(option: string, value: number): number {
  if (value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && value >= 1)) return value;
  throw new HeartbeatOptionError(option, 'an integer from 1, or Infinity', value);
}
