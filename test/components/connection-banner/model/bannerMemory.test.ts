// @vitest-environment node
import { describe, expect, it } from 'vitest';
import {
  nextMemory,
  toPhase,
  type BannerFacts,
  type BannerMemory,
  type BannerPhase,
} from '../../../../src/components/connection-banner/model/bannerMemory.js';
import type { OutageStage } from '../../../../src/react/outageReport.js';
import type { ConnectionCause } from '../../../../src/protocol/events.js';

const facts = (patch: Partial<BannerFacts>): BannerFacts => ({
  stage: 'lost',
  cause: 'closed',
  isDialing: false,
  inDoubtCount: 0,
  ...patch,
});
const remember = (seen: Partial<BannerFacts>[], first: BannerMemory | null = null): BannerMemory => {
  const memory = seen.map(facts).reduce(nextMemory, first);
  if (!memory) throw new Error('nothing was seen');
  return memory;
};
const after = (...stages: OutageStage[]): BannerMemory => remember(stages.map((stage) => ({ stage })));

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
    expect(toPhase(after(...stages), false)).toBe(phase);
  });

  it('is a first dial that takes long, and nothing else takes long', () => {
    expect(toPhase(after('quiet'), true)).toBe('connecting');
    expect(toPhase(after('quiet', 'failed'), true)).toBe('failed');
  });
});

describe('a banner that the person put away', () => {
  const dismissed: BannerMemory = { ...after('lost'), fold: 'dismissed' };

  it.each<[Partial<BannerFacts>[], BannerMemory['fold']]>([
    [[{ isDialing: true }, { cause: 'connect-error' }, { cause: 'unreachable' }], 'dismissed'],
    [[{ stage: 'quiet' }, { stage: 'lost' }], 'dismissed'],
    [[{ cause: 'auth' }], null],
    [[{ stage: 'failed' }], null],
    [[{ stage: 'up' }, { stage: 'lost' }], null],
    [[{ stage: 'ended' }, { stage: 'lost' }], null],
  ])('after %o is folded as %s', (seen, fold) => {
    expect(remember(seen, dismissed).fold).toBe(fold);
  });

  it('stays put away when it was put away after the news', () => {
    const memory: BannerMemory = { ...after('failed'), fold: 'dismissed' };
    expect(remember([{ stage: 'failed' }], memory).fold).toBe('dismissed');
  });
});

describe('the cause that is told', () => {
  it.each<[ConnectionCause[], ConnectionCause]>([
    [['closed', 'connect-error'], 'closed'],
    [['heartbeat-timeout', 'connect-timeout', 'connect-error'], 'heartbeat-timeout'],
    [['closed', 'connect-error', 'unreachable'], 'unreachable'],
    [['network-offline', 'connect-error'], 'connect-error'],
    [['drain', 'connect-error'], 'connect-error'],
  ])('of %o is %s', (causes, told) => {
    expect(remember(causes.map((cause) => ({ cause }))).cause).toBe(told);
  });
});

describe('an attempt that the person asked for', () => {
  const asked: BannerMemory = { ...after('lost'), isAsked: true };

  it('is remembered until it has ended', () => {
    expect(remember([{}], asked).isAsked).toBe(true);
    expect(remember([{}, { isDialing: true }], asked).isAsked).toBe(true);
    expect(remember([{}, { isDialing: true }, {}], asked).isAsked).toBe(false);
    expect(remember([{ stage: 'up' }], asked).isAsked).toBe(false);
  });
});

describe('messages in doubt', () => {
  it('are told apart from those of earlier outages', () => {
    const up = { stage: 'up', inDoubtCount: 3 } as const;
    const outage = [up, { stage: 'quiet', inDoubtCount: 4 }, { inDoubtCount: 4 }] as const;
    expect(remember([...outage]).doubtedBefore).toBe(3);
    const restored = remember([...outage, { stage: 'up', inDoubtCount: 4 }]);
    expect(remember([{ stage: 'up', inDoubtCount: 4 }], restored).doubtedBefore).toBe(3);
    expect(remember([{ stage: 'up', inDoubtCount: 4 }], { ...restored, news: null }).doubtedBefore).toBe(4);
  });
});
