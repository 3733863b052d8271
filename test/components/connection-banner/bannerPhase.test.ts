// @vitest-environment node
import { describe, expect, it } from 'vitest';
import {
  nextMemory,
  toPhase,
  type BannerMemory,
  type BannerPhase,
} from '../../../src/components/connection-banner/bannerPhase.js';
import type { OutageStage } from '../../../src/react/outageReport.js';

const remember = (stages: OutageStage[], first: BannerMemory | null = null): BannerMemory | null =>
  stages.reduce(nextMemory, first);

describe('the phase of the banner', () => {
  it.each<[OutageStage[], BannerPhase | null]>([
    [['up'], null],
    [['quiet', 'up'], null],
    [['up', 'quiet', 'lost'], 'lost'],
    [['lost', 'up'], 'restored'],
    [['failed', 'up'], 'restored'],
    [['lost', 'quiet', 'up'], 'restored'],
    [['lost', 'ended'], null],
    [['lost', 'ended', 'quiet', 'up'], null],
    [['lost', 'up', 'quiet'], null],
    [['lost', 'up', 'quiet', 'up'], null],
    [['lost', 'up', 'lost'], 'lost'],
  ])('after %o is %s', (stages, phase) => {
    const memory = remember(stages);
    expect(memory && toPhase(memory)).toBe(phase);
  });

  it.each<[OutageStage[], BannerPhase | null]>([
    [['quiet', 'failed', 'lost'], null],
    [['up'], 'restored'],
    [['up', 'lost'], 'lost'],
    [['ended', 'lost'], 'lost'],
  ])('after %o is %s, when the banner was dismissed before', (stages, phase) => {
    const lost = remember(['lost']);
    const memory = remember(stages, lost && { ...lost, isDismissed: true });
    expect(memory && toPhase(memory)).toBe(phase);
  });
});
