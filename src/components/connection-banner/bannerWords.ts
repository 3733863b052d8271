import * as closeCodes from '../../protocol/closeCodes.js';
import type { HeartbeatLabels } from '../labels.js';
import type { ConnectionSnapshot } from '../types.js';
import type { BannerState, BannerWords } from './bannerContext.js';

/** Protocol error, unsupported data, invalid text, missing extension (RFC 6455, section 7.4.1). */
const UNREADABLE = [1002, 1003, 1007, 1010];

/** The words for the state of the banner. */
export function bannerWords(
  { phase, status, cause }: BannerState,
  { attempt, maxAttempts, lastClose }: Pick<ConnectionSnapshot, 'attempt' | 'maxAttempts' | 'lastClose'>,
  { banner, failed, title, description }: HeartbeatLabels,
): BannerWords {
  if (phase === 'restored') return [banner.restored];
  if (phase === 'failed') {
    if (cause === 'refused' && lastClose?.code === closeCodes.tooLarge) return [failed.title, failed.tooLarge];
    if (cause === 'refused' && UNREADABLE.includes(lastClose?.code ?? 0)) return [failed.title, failed.unreadable];
    if (cause === 'auth' || cause === 'refused') return [title[cause], failed[cause]];
    // The client stopped early, because another attempt would fail in the same way. "Tried 10 times" would be false.
    if (attempt < maxAttempts) return [failed.title];
    return [failed.title, failed.exhausted(maxAttempts)];
  }
  // Retries while offline use up no attempt, so there is nothing to count.
  if (status === 'offline') return [title['network-offline'], description['network-offline']];
  const reason = cause ?? 'closed';
  return [title[reason], description[reason], ...(attempt > 0 ? [banner.attempt(attempt, maxAttempts)] : [])];
}
