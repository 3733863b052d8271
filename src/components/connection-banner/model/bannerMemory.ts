import { nextReport, type OutageReport, type OutageStage } from '../../../react/outageReport.js';
import type { ConnectionCause } from '../../types.js';

/** What the banner says: the first dial that takes long, the outage and its retries, the end of them, or that it is over. */
export type BannerPhase = 'connecting' | 'lost' | 'failed' | 'restored';

/** What the banner looks at. */
export interface BannerFacts {
  readonly stage: OutageStage;
  readonly cause: ConnectionCause | null;
  /** A dial is under way, or is still shown to be. */
  readonly isDialing: boolean;
  /** Messages that may have arrived or not, those of earlier outages included. */
  readonly inDoubtCount: number;
}

/** What the banner remembers from one moment of an outage to the next. */
export interface BannerMemory extends OutageReport {
  /** The cause that is told. */
  readonly cause: ConnectionCause | null;
  /**
   * Whether the banner is folded, by itself or by the person, until the outage is over or there is news for the person.
   */
  readonly fold: 'rested' | 'dismissed' | null;
  readonly isDialing: boolean;
  /** The person asked for an attempt, and it has not ended. */
  readonly isAsked: boolean;
  /** Messages that were in doubt before the outage: the person has heard of those. */
  readonly doubtedBefore: number;
}

/** These causes say more than that a dial failed, so a failed dial does not replace them. */
const TELLING: readonly (ConnectionCause | null)[] = ['closed', 'heartbeat-timeout', 'sleep', 'hidden'];

/** The memory of a moment; `before` is null for the first one. */
export function nextMemory(before: BannerMemory | null, facts: BannerFacts): BannerMemory {
  const { stage, cause: fact, isDialing } = facts;
  const report = before?.stage === stage ? before : nextReport(before, stage);
  const { isTold } = report;
  // Another attempt after `failed` is no news, unless the person asked for it: then this is its outcome.
  const news = report.news ?? (stage === 'lost' && before?.isAsked ? stage : null);
  const known = before?.isTold && isTold ? before.cause : null;
  const cause = TELLING.includes(known) && fact?.startsWith('connect-') ? known : fact;
  const needsPerson = cause === 'auth' && known !== cause;
  const isNews = report !== before && stage === 'failed';
  const isOver = stage === 'up' || stage === 'ended';
  const fold = before && !isOver && !needsPerson && !isNews ? before.fold : null;
  // Until the attempt that was asked for has ended.
  const isAsked = isTold && before !== null && before.isAsked && (isDialing || !before.isDialing);
  const isAllWell = stage === 'up' && news === null;
  const doubtedBefore = isAllWell || !before ? facts.inDoubtCount : before.doubtedBefore;
  return { stage, isTold, news, cause, fold, isDialing, isAsked, doubtedBefore };
}

/** What is on the screen; null for nothing. */
export function toPhase({ stage, news }: BannerMemory, isSlowFirstDial: boolean): BannerPhase | null {
  if (news === 'restored') return news;
  if (stage === 'lost' || stage === 'failed') return stage;
  return isSlowFirstDial ? 'connecting' : null;
}
