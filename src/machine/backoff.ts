import type { LossAction } from '../protocol/closeCodes.js';
import type { MachineConfig } from './options.js';

/** An overloaded gateway wants fewer of us: Liveblocks' tiers, each drawn from half to the whole. */
const SLOW_TIERS_MS = [2_000, 30_000, 60_000, 300_000];
/** After a restart without a hint: RFC 6455, section 7.2.3 suggests a first delay of 0 to 5 s. */
const SPREAD_MS = 5_000;
/** "Retry at once" still spreads over a second, or every client of a gateway would come in the same tick. */
const RETRY_NOW_MS = 1_000;

/** While the browser says that there is no network: a look every half minute, in case it is wrong. */
const OFFLINE_MS = 30_000;
/** After coming back to the page: a person is looking, and nobody else came back in the same moment. */
const AWAKE_MS = 100;

/** How long to wait: by the close-code table, or for what only this side knows. */
export type RetryPace = Exclude<LossAction, 'fail' | 'reauthorize'> | 'offline' | 'awake';

/**
 * Milliseconds to wait before an attempt: a finite integer for any attempt. Jitter stays jitter at the cap, since the
 * cap bounds the width of the draw and not the drawn value.
 *
 * @param attempt counts from 1
 * @param random uniform in [0, 1)
 */
export function retryDelayMs(
  { minDelayMs, baseDelayMs, maxDelayMs }: MachineConfig['reconnect'],
  pace: RetryPace,
  attempt: number,
  random: number,
): number {
  switch (pace) {
    case 'retry':
      // 2³⁰ is beyond every cap already; without a limit it grows to Infinity, and 0 × Infinity is no number.
      return minDelayMs + Math.round(random * Math.min(maxDelayMs, baseDelayMs * 2 ** Math.min(attempt - 1, 30)));
    case 'retry-now':
      return Math.round(random * RETRY_NOW_MS);
    case 'spread':
      return Math.round(random * SPREAD_MS);
    case 'awake':
      return Math.round(random * AWAKE_MS);
    case 'offline':
      return Math.round(OFFLINE_MS * (0.9 + random / 10));
    case 'slow': {
      const tierMs = SLOW_TIERS_MS[Math.min(attempt, SLOW_TIERS_MS.length) - 1] ?? 300_000;
      return Math.round(tierMs * (0.5 + random / 2));
    }
  }
}
