import type { Story } from '../story/story.js';
import { seconds } from '../story/words.js';
import type { Flag } from './pulseModel.js';

/** The flags of what was measured since the break. */
export function storyFlags({ breakage, noticedAt, isFoundByHeartbeat, failedAt, backAt }: Story): readonly Flag[] {
  if (!breakage) return [];
  const after = (at: number): string => seconds(at - breakage.at);
  return [
    noticedAt !== null &&
      isFoundByHeartbeat && { at: noticedAt, text: `Noticed · ${after(noticedAt)}`, tone: 'waiting' as const },
    failedAt !== null && { at: failedAt, text: `Says so · ${after(failedAt)}`, tone: 'gone' as const },
    backAt !== null && { at: backAt, text: `Back · ${after(backAt)}`, tone: 'alive' as const },
  ].filter((flag) => flag !== false);
}
