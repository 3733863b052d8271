import type { HeartbeatLabels } from '../labels.js';
import type { ConnectionSnapshot } from '../types.js';
import type { BannerState, BannerWords } from './bannerContext.js';

/** The words for the state of the banner. */
export function bannerWords(
  { phase, status, cause }: BannerState,
  { attempt, maxAttempts }: Pick<ConnectionSnapshot, 'attempt' | 'maxAttempts'>,
  { banner, failed, title, description }: HeartbeatLabels,
): BannerWords {
  if (phase === 'restored') return [banner.restored];
  if (phase === 'failed') {
    if (cause === 'auth' || cause === 'refused') return [title[cause], failed[cause]];
    return [failed.title, failed.exhausted(maxAttempts < Infinity ? maxAttempts : 0)];
  }
  // Retries while offline use up no attempt, so there is nothing to count.
  if (status === 'offline') return [title['network-offline'], description['network-offline']];
  const reason = cause ?? 'closed';
  return [title[reason], description[reason], ...(attempt > 0 ? [banner.attempt(attempt, maxAttempts)] : [])];
}
