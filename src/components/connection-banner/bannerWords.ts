import type { HeartbeatLabels } from '../labels.js';
import type { BannerState } from './bannerContext.js';

/** What happened and what comes next, in words. */
export function bannerWords(
  { phase, status, cause }: BannerState,
  maxAttempts: number,
  labels: HeartbeatLabels,
): [title: string, description: string] {
  if (phase === 'restored') return [labels.banner.restored, ''];
  if (phase === 'failed') {
    const { failed, title } = labels;
    if (cause === 'auth' || cause === 'refused') return [title[cause], failed[cause]];
    return [failed.title, failed.exhausted(maxAttempts < Infinity ? maxAttempts : 0)];
  }
  const reason = status === 'offline' ? 'network-offline' : (cause ?? 'closed');
  return [labels.title[reason], labels.description[reason]];
}
