// @vitest-environment node
import { describe, expect, it } from 'vitest';
import {
  nextNotice,
  toPhase,
  type Notice,
  type Situation,
} from '../../src/components/connection-banner/bannerPhase.js';

const run = (...situations: Situation[]): Notice | null =>
  situations.reduce<Notice | null>((notice, situation) => nextNotice(notice, situation), null);

const phases: [Situation[], ReturnType<typeof toPhase>][] = [
  [['open'], null],
  [['quiet', 'open'], null],
  [['open', 'quiet', 'lost'], 'lost'],
  [['lost', 'open'], 'restored'],
  [['failed', 'open'], 'restored'],
  [['lost', 'quiet', 'open'], 'restored'],
  [['lost', 'ended'], null],
  [['lost', 'ended', 'quiet', 'open'], null],
  [['lost', 'open', 'quiet'], null],
  [['lost', 'open', 'quiet', 'open'], null],
  [['lost', 'open', 'lost'], 'lost'],
];

describe('the notice', () => {
  it.each(phases)('after %o is %s', (situations, phase) => {
    const notice = run(...situations);
    expect(notice && toPhase(notice)).toBe(phase);
  });

  it.each<[Situation[], ReturnType<typeof toPhase>]>([
    [['lost', 'quiet', 'failed', 'lost'], null],
    [['open'], 'restored'],
    [['open', 'lost'], 'lost'],
    [['ended', 'lost'], 'lost'],
  ])('once dismissed, is after %o %s', (situations, phase) => {
    const dismissed: Notice = { situation: 'lost', shown: true, dismissed: true, restored: false };
    expect(toPhase(situations.reduce<Notice>(nextNotice, dismissed))).toBe(phase);
  });
});
