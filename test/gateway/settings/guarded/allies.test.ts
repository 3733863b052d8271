import { describe, expect, it } from 'vitest';
import type { MailAnswer } from '../../../../src/gateway/cluster/mail.js';
import { leadAllies } from '../../../../src/gateway/settings/guarded/allies.js';
import type { GuardedChange } from '../../../../src/gateway/settings/guarded/guardedChange.js';
import { TOPICS, type PersonEvent } from '../../../../src/gateway/settings/guarded/guardLetters.js';
import { createManualClock } from '../../../../src/testing/createManualClock.js';

const [ADA, BOB, EVE] = [1, 2, 3];
const nameOf = (person: number): string => ['', 'Ada', 'Bob', 'Eve'][Number.parseInt(person.toString(), 36)] ?? '?';
const arrived = (person: number): PersonEvent => ['arrived', person, null, true];
const left = (person: number): PersonEvent => ['left', person, true, false, 1_000];

/** A gateway that leads, other gateways that write what a test wants, and what the trial is told. */
function begin() {
  const clock = createManualClock();
  const told: string[] = [];
  const asked: unknown[] = [];
  let answers: readonly MailAnswer[] | Promise<readonly MailAnswer[]> = [
    {
      from: 'two',
      about: [
        [ADA, null],
        [BOB, 'home'],
      ],
    },
    { from: 'three', about: [] },
    { from: 'four', about: 'nonsense' },
  ];
  let hear: (about: unknown) => unknown = () => undefined;
  let tick = (): void => {};
  const allies = leadAllies(
    {
      id: 'one',
      ask: async (topic, about) => {
        asked.push([topic, about]);
        return [...(await answers)];
      },
      answer: (topic, handler) => {
        if (topic === TOPICS.events) hear = handler;
      },
      onTick: (listener) => (tick = listener),
    },
    clock,
  );
  const change = {
    line: () => 0.25,
    view: () => null,
    arrivedElsewhere: ({ sessionId, block }: { sessionId: string; block: string | null }, wasShown: boolean) =>
      void told.push(
        `${nameOf(Number.parseInt(sessionId, 36))} arrived ${wasShown ? '' : 'un'}shown ${block ?? ''}`.trim(),
      ),
    leftElsewhere: (person: string, close: { isAbnormal: boolean }) =>
      void told.push(`${nameOf(Number.parseInt(person, 36))} ${close.isAbnormal ? 'was cut' : 'left'}`),
  } as unknown as GuardedChange;
  return {
    clock,
    told,
    asked,
    allies,
    change,
    tick: () => tick(),
    answer: (next: typeof answers): void => {
      answers = next;
    },
    /** A batch of a gateway, and what it is answered. */
    hear: (from: string, first: number, events: readonly PersonEvent[], trial = 'guard-2-1') =>
      hear({ trial, from, first, events }),
    names: (people: readonly { sessionId: string }[]) =>
      people.map(({ sessionId }) => nameOf(Number.parseInt(sessionId, 36))),
  };
}

describe('an invitation', () => {
  it('brings the people of all who answer with sense', async () => {
    const { allies, names, asked } = begin();
    expect(names(await allies.invite('guard-2-1'))).toEqual(['Ada', 'Bob']);
    expect(asked).toEqual([['guard.people', { trial: 'guard-2-1', leader: 'one' }]]);
  });

  it('that is answered after another one brings no people', async () => {
    const { allies, answer, hear } = begin();
    let late = (_answers: readonly MailAnswer[]): void => {};
    answer(new Promise((resolve) => (late = resolve)));
    const first = allies.invite('guard-2-1');
    answer([]);
    await allies.invite('guard-3-1');
    late([{ from: 'two', about: [[ADA, null]] }]);
    expect(await first).toEqual([]);
    expect(hear('two', 0, [], 'guard-2-1')).toBeNull();
    expect(hear('two', 0, [], 'guard-3-1')).toBeNull();
  });
});

describe('what happens elsewhere', () => {
  it('is kept until the trial is led, and told then in its order', async () => {
    const { allies, change, hear, told } = begin();
    await allies.invite('guard-2-1');
    expect(hear('two', 0, [left(ADA), arrived(EVE)])).toEqual({ line: 0, guard: null });
    expect(told).toEqual([]);
    allies.lead(change);
    expect(told).toEqual(['Ada was cut', 'Eve arrived shown']);
    expect(hear('two', 2, [arrived(ADA)])).toEqual({ line: 0.25, guard: null });
    expect(told.slice(2)).toEqual(['Ada arrived shown']);
    // Once: leading tells nothing again.
    allies.lead(change);
    expect(told).toHaveLength(3);
  });

  it('is counted once, however often it is reported', async () => {
    const { allies, change, hear, told } = begin();
    await allies.invite('guard-2-1');
    allies.lead(change);
    hear('two', 0, [left(ADA)]);
    hear('two', 0, [left(ADA), arrived(ADA)]);
    hear('two', 1, [arrived(ADA), left(BOB)]);
    hear('two', 0, []);
    hear('two', 3, [arrived(BOB)]);
    expect(told).toEqual(['Ada was cut', 'Ada arrived shown', 'Bob was cut', 'Bob arrived shown']);
  });

  it.each([
    ['of another trial', 'two', 'guard-9-9'],
    ['of a gateway that did not answer', 'five', 'guard-2-1'],
    ['of a gateway that answered nonsense', 'four', 'guard-2-1'],
  ])('%s is not taken, and the gateway is told that it takes no part', async (_what, from, trial) => {
    const { allies, change, hear, told } = begin();
    await allies.invite('guard-2-1');
    allies.lead(change);
    expect(hear(from, 0, [left(ADA)], trial)).toBeNull();
    expect(told).toEqual([]);
  });

  it('is not taken once the trial is over, nor remembered for the next', async () => {
    const { allies, change, hear, told } = begin();
    await allies.invite('guard-2-1');
    hear('two', 0, [left(ADA)]);
    allies.dismiss();
    expect(hear('two', 1, [left(BOB)])).toBeNull();
    allies.lead(change);
    expect(told).toEqual([]);
    await allies.invite('guard-3-1');
    expect(hear('two', 0, [], 'guard-3-1')).not.toBeNull();
  });
});

describe('a gateway that is not heard of any more', () => {
  it('has each of its connections leave after twenty seconds, without harm', async () => {
    const { allies, change, hear, told, clock, tick } = begin();
    await allies.invite('guard-2-1');
    allies.lead(change);
    // Ada has two connections there by now, Bob has gone, and Eve has come and gone.
    hear('two', 0, [arrived(ADA), left(BOB), arrived(EVE), left(EVE)]);
    told.length = 0;
    clock.advance(19_999);
    tick();
    expect(told).toEqual([]);
    clock.advance(1);
    tick();
    expect(told).toEqual(['Ada left', 'Ada left']);
    expect(hear('two', 4, [arrived(BOB)])).toBeNull();
    tick();
    expect(told).toHaveLength(2);
  });

  it('is a gateway that has written nothing for so long, not one that has nothing to report', async () => {
    const { allies, change, hear, told, clock, tick } = begin();
    await allies.invite('guard-2-1');
    allies.lead(change);
    for (let seconds = 0; seconds < 60; seconds += 10) {
      clock.advance(10_000);
      hear('two', 0, []);
      tick();
    }
    expect(told).toEqual([]);
  });

  it('leaves silently if the trial has not begun', async () => {
    const { allies, clock, tick, hear } = begin();
    await allies.invite('guard-2-1');
    clock.advance(20_000);
    tick();
    expect(hear('two', 0, [])).toBeNull();
  });
});
