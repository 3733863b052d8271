import type { FaultName } from '../path/faults.js';
import type { Story } from './story.js';
import type { Verdict } from './verdict.js';
import { counted, ordinal, seconds } from './words.js';

/** What the kit's pane knows beside the story. */
export interface KitFacts {
  readonly isOffline: boolean;
  readonly maxAttempts: number;
  /** Messages that wait in the outbox, that it has sent since the connection is back, and that the catch-up brought. */
  readonly waitingCount: number;
  readonly sentCount: number;
  readonly caughtUpCount: number;
}

/** The sentence under the kit's pane. */
export function kitVerdict(story: Story, facts: KitFacts): Verdict {
  const { breakage, noticedAt, backAt, failedAt, missedAt } = story;
  if (breakage && backAt !== null) return { sign: 'good', text: whenBack(story, breakage.fault, breakage.at, facts) };
  if (failedAt !== null) {
    return { sign: 'gone', text: '**Ten attempts, then it says so** and leaves the next one to you.' };
  }
  if (breakage && noticedAt !== null) {
    return { sign: 'waiting', text: whileLost(story, breakage.fault, noticedAt - breakage.at, facts) };
  }
  if (missedAt !== null) {
    return { sign: 'waiting', text: 'A heartbeat is missing. **Asking again before crying wolf.**' };
  }
  return { sign: 'beat', text: 'Listens for **a heartbeat both ways.** Nothing to show while all is well.' };
}

function whileLost({ attempts, waitsMs }: Story, fault: FaultName, noticedMs: number, facts: KitFacts): string {
  const noticed = `**Noticed after ${seconds(noticedMs)}**, without a close event.`;
  switch (fault) {
    case 'offline':
      return facts.isOffline
        ? '**No countdown, no button:** there is nothing to press while the network is away.'
        : noticed;
    case 'restart':
      return '**The server said goodbye.** Its clients return at different moments, not all at once.';
    case 'refuse': {
      const [first = 0, last = 0] = [waitsMs[0], waitsMs.at(-1)];
      const pace = last > first ? 'The waits grow, the server is spared.' : 'One attempt at a time.';
      return `Every attempt gets a 503. **${pace}**`;
    }
    case 'exhaust':
      return attempts === 0
        ? 'No one answers. **It keeps asking, and counts.**'
        : `No one answers. **Attempt ${attempts} of ${facts.maxAttempts}.**`;
    case 'silence':
      if (facts.waitingCount === 0) return noticed;
      return `**Noticed after ${seconds(noticedMs)}.** ${kept(facts.waitingCount)} kept and will be sent.`;
    case 'cut':
      return '**Cut off.** Dialling again at once.';
  }
}

const kept = (count: number): string => (count === 1 ? 'Your message is' : `Your ${count} messages are`);

function whenBack(story: Story, fault: FaultName, brokenAt: number, facts: KitFacts): string {
  const { noticedAt, backAt, onlineAt, isShown, attempts } = story;
  const back = seconds((backAt ?? 0) - brokenAt);
  if (!isShown) return `**Back after ${back}.** Too short to bother anyone, so nothing was shown.`;
  const work = workOf(facts);
  switch (fault) {
    case 'silence': {
      const noticed = seconds((noticedAt ?? brokenAt) - brokenAt);
      return `**Noticed after ${noticed}, back after ${back}.**${work && `${work.slice(0, -1)}, nothing lost.`}`;
    }
    case 'offline':
      return onlineAt === null
        ? `**Back after ${back}.**${work}`
        : `**Back ${seconds((backAt ?? 0) - onlineAt)} after the network.**${work}`;
    case 'exhaust':
      return `**One press, back.**${work}`;
    case 'refuse':
      return `**Back after ${back}**, on the ${ordinal(attempts)} attempt.${work}`;
    default:
      return `**Back after ${back}.**${work}`;
  }
}

/** What became of the messages; begins with a space, or is empty. */
function workOf({ sentCount, caughtUpCount }: KitFacts): string {
  const caughtUp = caughtUpCount > 0 ? `${counted(caughtUpCount, 'message')} caught up` : '';
  const sent = sentCount > 0 ? `${caughtUp ? sentCount : counted(sentCount, 'message')} sent` : '';
  const parts = [caughtUp, sent].filter(Boolean);
  return parts.length > 0 ? ` ${parts.join(', ')}.` : '';
}
