import type { LossAction } from '../protocol/lossAction.js';
import type { RetryWindow } from '../protocol/frames.js';
import type { Moment } from './event.js';
import type { MachineConfig } from './options.js';

/** The delays for an overloaded gateway, as Liveblocks has them. Each is drawn from half of the value to the whole. */
const SLOW_TIERS_MS = [2_000, 30_000, 60_000];
const SLOWEST_TIER_MS = 300_000;
/** After a restart without a hint: RFC 6455, section 7.2.3 suggests a first delay of 0 to 5 s. */
export const SPREAD_MS = 5_000;
/** "Retry at once" still spreads over a second, or every client of a gateway would come in the same tick. */
const RETRY_NOW_MS = 1_000;

/**
 * While the browser says that there is no network, the client tries every half minute, in case the browser is wrong.
 */
const OFFLINE_MS = 30_000;
/**
 * The delay after coming back to the page. It is short, because a person is looking, and other pages do not come back
 * at the same moment.
 */
const AWAKE_MS = 100;

/**
 * How long to wait: by the close-code table, or for what only this side knows. `free`: nothing failed, so the attempt comes
 * at once and is not counted.
 */
export type RetryPace = Exclude<LossAction, 'fail' | 'reauthorize'> | 'offline' | 'awake' | 'free';

/** The windows after the first are this many times as wide. Chosen by simulation: docs/choosing-the-schedule.md. */
const LATER_WINDOWS = 5;
/** The last attempt before windows begin to double. */
const LAST_EQUAL_WINDOW = 5;

type Backoff = Pick<MachineConfig['reconnect'], 'minDelayMs' | 'baseDelayMs' | 'maxDelayMs'>;

/**
 * Milliseconds to wait before an attempt: a finite integer for any attempt.
 *
 * An outage is cut into windows, one to an attempt, and `slot` is this client's place in all of them. Clients that were
 * cut off at the same moment are spread evenly over every window, and none uses up its attempts by bad luck: with
 * independent draws 4 % of them have none left after an outage of a minute.
 *
 * @param attempt counts from 1
 * @param slot uniform in [0, 1), drawn once per outage
 * @param random uniform in [0, 1), drawn anew
 */
export function retryDelayMs(backoff: Backoff, pace: RetryPace, attempt: number, slot: number, random: number): number {
  switch (pace) {
    case 'retry': {
      const { minDelayMs } = backoff;
      if (attempt === 1) return minDelayMs + Math.round(slot * widthOfWindow(backoff, 1));
      const slotMs = (1 - slot) * widthOfWindow(backoff, attempt - 1) + slot * widthOfWindow(backoff, attempt);
      // A small random part, drawn anew each time. Without it, two clients that drew the same slot would stay in step
      // for ever.
      return Math.max(minDelayMs, Math.round(slotMs + (random - 0.5) * minDelayMs));
    }
    case 'retry-now':
      return Math.round(random * RETRY_NOW_MS);
    case 'spread':
      return Math.round(random * SPREAD_MS);
    case 'awake':
    case 'free':
      return Math.round(random * AWAKE_MS);
    case 'offline':
      return Math.round(OFFLINE_MS * (0.9 + random / 10));
    case 'slow': {
      const tierMs = SLOW_TIERS_MS[attempt - 1] ?? SLOWEST_TIER_MS;
      return Math.round(tierMs * (0.5 + random / 2));
    }
  }
}

/** How wide the window of an attempt is. 2³⁰ is beyond every cap already; doubled on, 0 × Infinity would be no number. */
function widthOfWindow({ baseDelayMs, maxDelayMs }: Backoff, attempt: number): number {
  if (attempt === 1) return baseDelayMs;
  const doublings = Math.min(Math.max(0, attempt - LAST_EQUAL_WINDOW), 30);
  return Math.min(maxDelayMs, LATER_WINDOWS * baseDelayMs * 2 ** doublings);
}

/** A random instant of the window in which a gateway wants this client to come back, monotonic. */
export const instantIn = ({ afterMs, windowMs }: RetryWindow, { at, random }: Moment): number =>
  at + afterMs + Math.round(windowMs * random);
