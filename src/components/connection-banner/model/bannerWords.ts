import * as closeCodes from '../../../protocol/closeCodes.js';
import type { HeartbeatLabels } from '../../labels.js';
import type { ConnectionSnapshot } from '../../types.js';
import type { BannerMemory, BannerPhase } from './bannerMemory.js';

/** Protocol error, unsupported data, invalid text, missing extension (RFC 6455, section 7.4.1). */
const UNREADABLE = [1002, 1003, 1007, 1010];

/** What happened, what comes next or what becomes of the person's work, and the one thing to do. The last two may be ''. */
export type BannerWords = readonly [title: string, clause: string, verb: string];

/** What the words depend on, besides the phase and what the banner remembers. */
export interface WordFacts extends Pick<ConnectionSnapshot, 'attempt' | 'maxAttempts' | 'lastClose'> {
  /** Messages that wait in the outbox, that it has sent since the connection is back, and that may have arrived or not. */
  readonly queuedCount: number;
  readonly caughtUpCount: number;
  readonly inDoubtCount: number;
}

/** The words for the state of the banner. */
export function bannerWords(
  phase: BannerPhase,
  { cause, isAsked, isDialing, doubtedBefore }: BannerMemory,
  { attempt, maxAttempts, lastClose, queuedCount, caughtUpCount, inDoubtCount }: WordFacts,
  { banner, button, countdown, failed, title, description }: HeartbeatLabels,
): BannerWords {
  const inDoubt = inDoubtCount - doubtedBefore;
  const doubt = (otherwise: string): string => (inDoubt > 0 ? banner.inDoubt(inDoubt) : otherwise);
  const work = (words: (messages: number) => string, otherwise: string): string =>
    queuedCount > 0 ? words(queuedCount) : doubt(otherwise);
  if (phase === 'connecting') return [countdown.connecting, '', ''];
  if (phase === 'restored') return [banner.restored, doubt(caughtUpCount > 0 ? banner.sent(caughtUpCount) : ''), ''];
  if (phase === 'failed') {
    const verb = button.tryAgain;
    const code = lastClose?.code ?? 0;
    if (cause === 'refused' && code === closeCodes.tooLarge) return [failed.title, failed.tooLarge, verb];
    if (cause === 'refused' && UNREADABLE.includes(code)) return [failed.title, failed.unreadable, verb];
    if (cause === 'auth' || cause === 'refused') return [title[cause], failed[cause], verb];
    // Where the client stopped early, because another attempt would fail in the same way, "Tried 10 times" would be false.
    return [failed.title, work(banner.unsent, attempt < maxAttempts ? '' : failed.exhausted(maxAttempts)), verb];
  }
  const reason = isAsked && isDialing ? 'manual' : (cause ?? 'closed');
  // The network, the server or the session has to come back first: an attempt now is bound to fail.
  const isFutile = reason === 'network-offline' || reason === 'drain' || reason === 'auth';
  return [title[reason], work(banner.willSend, description[reason]), isFutile ? '' : button.retry];
}
