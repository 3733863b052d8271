import type { ConnectionSnapshot } from '../types.js';

/** What the banner says: the outage and its retries, the end of them, or that it is over. */
export type BannerPhase = 'lost' | 'failed' | 'restored';

/** Where the connection stands, in the banner's eyes. */
export type Situation =
  /** Messages flow. */
  | 'open'
  /** Nothing to say yet: the first dial, a drop within its grace, a pause. An outage may go on behind it. */
  | 'quiet'
  /** The app does not want a connection. */
  | 'ended'
  | 'lost'
  | 'failed';

/** What the banner remembers between two situations. */
export interface Notice {
  readonly situation: Situation;
  /** The outage has been on the screen, so its end is worth a word. */
  readonly shown: boolean;
  readonly dismissed: boolean;
  /** "Back online" is on the screen. */
  readonly restored: boolean;
}

/** The situation a snapshot tells of. */
export function toSituation({ status, lost }: ConnectionSnapshot): Situation {
  switch (status) {
    case 'open':
    case 'degraded':
      return 'open';
    case 'idle':
    case 'closed':
      return 'ended';
    case 'connecting':
    case 'paused':
      return 'quiet';
    case 'reconnecting':
    case 'offline':
      return lost ? 'lost' : 'quiet';
    case 'failed':
      return 'failed';
    default:
      return status satisfies never;
  }
}

/** The notice after a change of situation. */
export function nextNotice(notice: Notice | null, situation: Situation): Notice {
  const shown = notice?.shown ?? false;
  const dismissed = notice?.dismissed ?? false;
  switch (situation) {
    case 'lost':
    case 'failed':
      return { situation, shown: true, dismissed, restored: false };
    case 'quiet':
      return { situation, shown, dismissed, restored: false };
    case 'open':
    case 'ended':
      return { situation, shown: false, dismissed: false, restored: shown && situation === 'open' };
    default:
      return situation satisfies never;
  }
}

/** What is on the screen; null for nothing. */
export function toPhase({ situation, dismissed, restored }: Notice): BannerPhase | null {
  if (restored) return 'restored';
  return !dismissed && (situation === 'lost' || situation === 'failed') ? situation : null;
}
