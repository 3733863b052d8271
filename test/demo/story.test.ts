import { describe, expect, it } from 'vitest';
import type { FaultName } from '../../demo/page/path/faults.js';
import { kitVerdict, type KitFacts } from '../../demo/page/story/kitVerdict.js';
import { isHalfOpen, plainVerdict, type PlainFacts } from '../../demo/page/story/plainVerdict.js';
import { CALM, tell, type Story } from '../../demo/page/story/story.js';
import type { HeartbeatEvent } from '../../src/protocol/events.js';
import { record } from './records.js';

const told = (fault: FaultName, ...records: readonly HeartbeatEvent[]): Story =>
  records.reduce(
    (story, each) => tell(story, { type: 'recorded', record: each }),
    tell(CALM, { type: 'broken', breakage: { fault, at: 1_000 } }),
  );
const missed = record(2_500, 'heartbeat.missed');
const found = [missed, record(4_400, 'heartbeat.timeout'), record(4_400, 'connection.closed'), record(5_400, 'lost')];
const closed = record(1_010, 'connection.closed');
const back = (at: number) => record(at, 'reconnected');

describe('the kit’s verdict', () => {
  const nothing: KitFacts = { isOffline: false, maxAttempts: 10, waitingCount: 0, sentCount: 0, caughtUpCount: 0 };
  const says = (story: Story, facts: Partial<KitFacts> = {}): string =>
    kitVerdict(story, { ...nothing, ...facts }).text;

  it('has nothing to say while all is well, nor before it can know', () => {
    expect(says(CALM)).toMatch(/^Listens for \*\*a heartbeat both ways/);
    expect(says(told('silence'))).toBe(says(CALM));
  });

  it.each<[string, string, Story, Partial<KitFacts>]>([
    ['a miss', 'A heartbeat is missing. **Asking again before crying wolf.**', told('silence', missed), {}],
    ['a silence', '**Noticed after 3.4 s**, without a close event.', told('silence', ...found), {}],
    [
      'a message that waits',
      '**Noticed after 3.4 s.** Your message is kept and will be sent.',
      told('silence', ...found),
      { waitingCount: 1 },
    ],
    [
      'the end of a silence',
      '**Noticed after 3.4 s, back after 11.4 s.** 2 messages caught up, 1 sent, nothing lost.',
      told('silence', ...found, back(12_400)),
      { caughtUpCount: 2, sentCount: 1 },
    ],
    [
      'a cut',
      '**Back after 0.9 s.** Too short to bother anyone, so nothing was shown.',
      told('cut', closed, back(1_900)),
      { caughtUpCount: 1 },
    ],
    [
      'waits that grow',
      'Every attempt gets a 503. **The waits grow, the server is spared.**',
      told(
        'refuse',
        closed,
        record(1_010, 'retry.scheduled', { delayMs: 700 }),
        record(2_000, 'retry.scheduled', { delayMs: 1_500 }),
      ),
      {},
    ],
    [
      'waits that do not grow',
      'Every attempt gets a 503. **One attempt at a time.**',
      told('refuse', closed, record(1_010, 'retry.scheduled', { delayMs: 700 })),
      {},
    ],
    [
      'the attempt that was let in',
      '**Back after 15.0 s**, on the second attempt. 1 message sent.',
      told(
        'refuse',
        closed,
        record(2_000, 'connect.started'),
        record(2_000, 'lost'),
        record(9_000, 'connect.started'),
        back(16_000),
      ),
      { sentCount: 1 },
    ],
    [
      'no network',
      '**No countdown, no button:** there is nothing to press while the network is away.',
      told('offline', ...found),
      { isOffline: true },
    ],
    [
      'the network again',
      '**Back 0.2 s after the network.**',
      told('offline', ...found, record(11_000, 'page.changed', { signal: 'online' }), back(11_200)),
      {},
    ],
    [
      'attempts',
      'No one answers. **Attempt 2 of 10.**',
      told('exhaust', closed, record(2_000, 'connect.started'), record(2_300, 'connect.started')),
      {},
    ],
    [
      'the end of attempts',
      '**Ten attempts, then it says so** and leaves the next one to you.',
      told('exhaust', closed, record(6_000, 'retry.exhausted')),
      {},
    ],
    [
      'one press',
      '**One press, back.** 1 message sent.',
      told('exhaust', closed, record(2_000, 'lost'), record(6_000, 'retry.exhausted'), back(9_000)),
      { sentCount: 1 },
    ],
  ])('%s: %s', (_, text, story, facts) => {
    expect(says(story, facts)).toBe(text);
  });

  it('measures the first outage after the press, and no later one', () => {
    const over = told('cut', closed, back(1_900), record(60_000, 'heartbeat.missed'), back(70_000));
    expect(says(over)).toMatch(/^\*\*Back after 0\.9 s/);
  });
});

describe('the plain socket’s verdict', () => {
  const open: PlainFacts = { closeCode: null, heardAt: 900, reloads: 0, missedCount: 0, unheardCount: 0 };
  const says = (story: Story, facts: Partial<PlainFacts>, now: number): string =>
    plainVerdict(story, { ...open, ...facts }, now).text;

  it('cannot tell silence from peace', () => {
    expect(says(CALM, {}, 50_000)).toBe('Sends no heartbeats: **silence and peace look the same.**');
    expect(says(told('silence'), {}, 2_000)).toBe('**The browser says: open.**');
  });

  it('counts the silence, and what the other pane knows of it', () => {
    expect(says(told('silence'), {}, 43_000)).toBe('**The browser says: open.** Nothing has come through for 00:42.');
    expect(says(told('offline'), { missedCount: 2, unheardCount: 1 }, 43_000)).toMatch(
      /00:42\. 2 messages never arrived, yours reached no one\.$/,
    );
    expect(says(told('silence'), { unheardCount: 1 }, 14_000)).toMatch(/00:13\. Yours reached no one\.$/);
  });

  it('stays closed, and is cured by a reload', () => {
    expect(says(told('cut'), { closeCode: 1006, missedCount: 1 }, 9_000)).toBe(
      '**Closed with 1006.** It stays closed until the page is reloaded. 1 message never arrived.',
    );
    expect(isHalfOpen(told('silence'), open)).toBe(true);
    expect(says(told('silence'), { reloads: 1, heardAt: 20_000 }, 43_000)).toBe(
      'Reloaded by hand: **the only cure it has.**',
    );
  });
});
