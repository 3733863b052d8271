import { nextReport, type OutageReport, type OutageStage } from '../../react/outageReport.js';

/** What the banner says: the outage and its retries, the end of them, or that it is over. */
export type BannerPhase = 'lost' | 'failed' | 'restored';

/** What the banner remembers from one stage of an outage to the next. */
export interface BannerMemory extends OutageReport {
  /** The person put the banner away; it stays away until the outage is over. */
  readonly isDismissed: boolean;
}

/** The memory after a change of the stage; `before` is null for the first one. */
export function nextMemory(before: BannerMemory | null, stage: OutageStage): BannerMemory {
  const report = nextReport(before, stage);
  return { ...report, isDismissed: report.isTold && (before?.isDismissed ?? false) };
}

/** What is on the screen; null for nothing. */
export function toPhase({ stage, news, isDismissed }: BannerMemory): BannerPhase | null {
  if (news === 'restored') return news;
  return !isDismissed && (stage === 'lost' || stage === 'failed') ? stage : null;
}
