import { isSilent } from '../path/faults.js';
import type { Story } from './story.js';
import type { Verdict } from './verdict.js';
import { clock, counted } from './words.js';

/** What the socket itself tells: how it was closed, and when it last brought something. */
export interface PlainLine {
  readonly closeCode: number | null;
  readonly heardAt: number;
}

/** What is known of the plain socket. */
export interface PlainFacts extends PlainLine {
  readonly reloads: number;
  /** What the kit's catch-up has shown. */
  readonly missedCount: number;
  readonly unheardCount: number;
}

/** Silence that is this short is not worth a clock. */
const WORTH_A_CLOCK_MS = 2_000;

/** The sentence under the plain pane. */
export function plainVerdict(story: Story, facts: PlainFacts, now: number): Verdict {
  const losses = lossesOf(facts);
  if (facts.closeCode !== null) {
    const text = `**Closed with ${facts.closeCode}.** It stays closed until the page is reloaded.${losses}`;
    return { sign: 'gone', text };
  }
  if (story.breakage && isHalfOpen(story, facts)) {
    const silentMs = now - story.breakage.at;
    const says = '**The browser says: open.**';
    if (silentMs < WORTH_A_CLOCK_MS) return { sign: 'calm', text: says };
    return { sign: 'gone', text: `${says} Nothing has come through for ${clock(silentMs)}.${losses}` };
  }
  return facts.reloads > 0
    ? { sign: 'calm', text: 'Reloaded by hand: **the only cure it has.**' }
    : { sign: 'calm', text: 'Sends no heartbeats: **silence and peace look the same.**' };
}

/** Whether its path is dead while it says that it is open. */
export function isHalfOpen({ breakage }: Story, { heardAt, closeCode }: PlainLine): boolean {
  // What came in after the break came over another socket, after a reload.
  return breakage !== null && isSilent(breakage.fault) && closeCode === null && heardAt <= breakage.at;
}

function lossesOf({ missedCount, unheardCount }: PlainFacts): string {
  const missed = missedCount > 0 ? `${counted(missedCount, 'message')} never arrived` : '';
  const unheard = unheardCount > 0 ? 'yours reached no one' : '';
  const [first = '', ...others] = [missed, unheard].filter(Boolean);
  return first && ` ${[first.charAt(0).toUpperCase() + first.slice(1), ...others].join(', ')}.`;
}
