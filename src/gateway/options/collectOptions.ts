import { checkInteger } from '../../protocol/options/optionRules.js';
import type { RecordLimits } from '../records/sessionStore.js';

const MEBIBYTE = 1_048_576;
const HOUR_MS = 3_600_000;

/** How much of the records of clients is kept, in memory. */
export interface CollectOptions {
  /**
   * The most bytes of all sessions together: the sessions that were silent for longest are dropped. @default 33_554_432
   */
  readonly maxBytes?: number | undefined;
  /** The most bytes of one session: its oldest records are dropped. @default 65_536 */
  readonly perSessionBytes?: number | undefined;
  /** A session without news for this long is forgotten, integer milliseconds. @default 3_600_000 */
  readonly maxAgeMs?: number | undefined;
}

/** @throws HeartbeatOptionError naming the option. Null: nothing is collected. */
export function resolveCollect(collect: CollectOptions | boolean | undefined): RecordLimits | null {
  if (collect === undefined || collect === false) return null;
  const { maxBytes = 32 * MEBIBYTE, perSessionBytes = 65_536, maxAgeMs = HOUR_MS } = collect === true ? {} : collect;
  return {
    maxBytes: checkInteger('collect.maxBytes', maxBytes, 65_536, Number.MAX_SAFE_INTEGER),
    perSessionBytes: checkInteger('collect.perSessionBytes', perSessionBytes, 4_096, Number.MAX_SAFE_INTEGER),
    maxAgeMs: checkInteger('collect.maxAgeMs', maxAgeMs, 1_000),
  };
}
