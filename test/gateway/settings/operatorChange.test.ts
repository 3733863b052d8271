import { describe, expect, it } from 'vitest';
import { createDisk, openDesk } from '../../support/gateway/settingsDesk.js';

const SOON = { intervalMs: 20_000 };

describe('a change by an operator', () => {
  it('is in force at once, told to all, kept, and recorded with its author and reason', async () => {
    const { change, settings, world, records, state, clock } = openDesk();
    const outcome = await change({ ...SOON, reason: 'spring' });
    expect(outcome).toEqual({ kind: 'done', view: settings.view() });
    const at = clock.wallNow();
    expect(settings.view()).toEqual({
      version: 2,
      administered: true,
      intervalMs: { value: 20_000, source: 'runtime', version: 2, at, by: 'ada' },
      timeoutMs: { value: 60_000, source: 'default' },
      admitPerSecond: { value: 1_000, source: 'default' },
      logLevel: { value: 'debug', source: 'default' },
      guard: null,
      lastGuard: null,
      pathLimit: null,
    });
    const [from, to] = [
      { intervalMs: 25_000, timeoutMs: 75_000 },
      { intervalMs: 20_000, timeoutMs: 60_000 },
    ];
    expect(records).toEqual([
      {
        kind: 'settings.changed',
        from,
        to,
        source: 'runtime',
        version: 2,
        by: 'ada',
        reason: 'spring',
        remote: '192.0.2.1',
      },
    ]);
    expect(settings.history()).toEqual({
      version: 2,
      limit: 100,
      entries: [
        { version: 2, at, by: 'ada', remote: '192.0.2.1', reason: 'spring', kind: 'changed', guard: null, from, to },
      ],
    });
    expect(world.timingChanges).toBe(1);
    expect(state.read('settings')).toMatchObject({ version: 2, runtime: SOON, values: { intervalMs: 20_000 } });
  });

  it('that no peer follows is told to none, and leaves the timing as it is', async () => {
    const { change, world, records, settings } = openDesk();
    await change({ logLevel: 'warn', admitPerSecond: 50 });
    expect(world.timingChanges).toBe(0);
    expect(settings.view()).toMatchObject({
      administered: false,
      admitPerSecond: { value: 50, source: 'runtime' },
      logLevel: { value: 'warn', source: 'runtime' },
    });
    const timing = { intervalMs: 25_000, timeoutMs: 75_000 };
    expect(records).toMatchObject([
      {
        from: { ...timing, admitPerSecond: 1_000, logLevel: 'debug' },
        to: { ...timing, admitPerSecond: 50, logLevel: 'warn' },
      },
    ]);
    expect(records[0]).not.toHaveProperty('reason');
  });

  it('of the timeout alone is administered too, and told', async () => {
    const { change, world, settings } = openDesk();
    await change({ timeoutMs: 70_000 });
    expect(settings.view().administered).toBe(true);
    expect(world.timingChanges).toBe(1);
  });

  it('that sets nothing new is done, and is no new version', async () => {
    const { change, settings, records } = openDesk();
    await change(SOON);
    expect(await change(SOON)).toEqual({ kind: 'done', view: settings.view() });
    expect(settings.view().version).toBe(2);
    expect(records).toHaveLength(1);
  });

  it('to the value that applies anyway is a change of where it comes from', async () => {
    const { change, settings } = openDesk({ code: SOON });
    await change(SOON);
    expect(settings.view()).toMatchObject({ version: 2, intervalMs: { value: 20_000, source: 'runtime' } });
  });

  it('to null takes an earlier one back', async () => {
    const { change, settings } = openDesk();
    await change({ ...SOON, logLevel: 'warn' });
    await change({ intervalMs: null });
    expect(settings.view()).toMatchObject({
      version: 3,
      administered: false,
      intervalMs: { value: 25_000, source: 'default' },
      logLevel: { value: 'warn', version: 2 },
    });
    expect(settings.view().intervalMs).not.toHaveProperty('by');
  });

  it('keeps who set a value until another is set', async () => {
    const { change, settings } = openDesk();
    await change(SOON);
    await change({ intervalMs: 20_000, logLevel: 'warn' });
    expect(settings.view()).toMatchObject({ intervalMs: { version: 2 }, logLevel: { version: 3 } });
    await change({ intervalMs: 21_000 });
    expect(settings.view()).toMatchObject({ intervalMs: { version: 4 }, logLevel: { version: 3 } });
  });
});

describe('a change that is not made', () => {
  it('because the operator has seen other settings says what has changed since', async () => {
    const { change, settings } = openDesk();
    await change({ ...SOON, reason: 'first' });
    await change({ intervalMs: 21_000, reason: 'second' });
    const outcome = await change({ intervalMs: 22_000 }, 1);
    expect(outcome).toMatchObject({
      kind: 'stale',
      current: { version: 3 },
      changes: [
        { version: 3, reason: 'second' },
        { version: 2, reason: 'first' },
      ],
    });
    expect(await change({ intervalMs: 22_000 }, 2)).toMatchObject({ kind: 'stale', changes: [{ version: 3 }] });
    expect(await change({ intervalMs: 22_000 }, 3)).toMatchObject({ kind: 'done' });
    expect(settings.view().version).toBe(4);
  });

  it('of a stale operator who does not say what was seen tells of no changes', async () => {
    const { settings, by } = openDesk();
    const order = { change: SOON, seenVersion: null, isStale: () => true };
    expect(await settings.change(order, by)).toMatchObject({ kind: 'stale', changes: [] });
  });

  it('because its values contradict each other says which', async () => {
    const { change, settings, records } = openDesk();
    const outcome = await change({ intervalMs: 30_000, timeoutMs: 20_000 });
    const message =
      'timeoutMs (20000, from runtime) must not be shorter than intervalMs (30000, from runtime): ' +
      'no peer would have the time to answer. Set both together.';
    expect(outcome).toEqual({ kind: 'refused', message });
    expect(records).toEqual([{ kind: 'settings.rejected', source: 'runtime', message, remote: '192.0.2.1' }]);
    expect(settings.view().version).toBe(1);
  });

  it('because it could not be kept leaves all as it was', async () => {
    const state = createDisk();
    const { change, settings, records, world } = openDesk({ state });
    state.isFull = true;
    const message = 'the change was not applied, because it could not be kept: disk full';
    expect(await change(SOON)).toEqual({ kind: 'not-kept', message });
    expect(records).toEqual([{ kind: 'settings.rejected', source: 'runtime', message, remote: '192.0.2.1' }]);
    expect(settings.view()).toMatchObject({ version: 1, intervalMs: { value: 25_000 } });
    expect(world.timingChanges).toBe(0);
    // And the next one is judged by what is in force, not by what was lost.
    state.isFull = false;
    expect(await change({ logLevel: 'warn' })).toMatchObject({ kind: 'done', view: { version: 2 } });
    expect(settings.view().intervalMs.value).toBe(25_000);
  });
});

describe('an interval above what the path allows', () => {
  const limited = () => {
    const desk = openDesk();
    desk.world.pathLimit = { idleLimitMs: 30_000, known: 'learned' };
    return desk;
  };

  it('is refused with what is known, and applied by force', async () => {
    const { change, settings } = limited();
    const outcome = await change({ intervalMs: 30_000 });
    expect(outcome).toMatchObject({
      kind: 'above-limit',
      message: expect.stringMatching(/Set at most 27000\. Or send/),
    });
    expect(settings.view().version).toBe(1);
    expect(await change({ intervalMs: 30_000, force: true })).toMatchObject({ kind: 'done', view: { version: 2 } });
    // What is in force already is not refused again.
    expect(await change({ logLevel: 'warn' })).toMatchObject({ kind: 'done', view: { version: 3 } });
  });

  it('is advised against in the settings, anew when more is known', () => {
    const { settings, world } = limited();
    expect(settings.view().pathLimit).toEqual({ idleLimitMs: 30_000, known: 'learned', longestIntervalMs: 27_000 });
    expect(settings.view()).toBe(settings.view());
    world.pathLimit = { idleLimitMs: 20_000, known: 'learned' };
    expect(settings.view().pathLimit).toMatchObject({ longestIntervalMs: 18_000 });
    world.pathLimit = { idleLimitMs: 20_000, known: 'declared' };
    expect(settings.view().pathLimit).toMatchObject({ known: 'declared' });
    world.pathLimit = null;
    expect(settings.view().pathLimit).toBeNull();
  });

  it('is warned of when it is only asked what it would do', async () => {
    const { change } = limited();
    expect(await change({ intervalMs: 30_000, dryRun: true })).toMatchObject({
      answer: { warnings: [expect.stringMatching(/^intervalMs \(30000\) is not below/)] },
    });
    expect(await change({ intervalMs: 29_000, dryRun: true })).toMatchObject({ answer: { warnings: [] } });
  });
});

describe('a dry run', () => {
  it('changes nothing, and says what would change and for how many', async () => {
    const { change, settings, records, world } = openDesk({ people: 3 });
    world.connections = 7;
    expect(await change({ ...SOON, dryRun: true })).toEqual({
      kind: 'dry',
      answer: {
        dryRun: true,
        version: 1,
        from: { intervalMs: 25_000, timeoutMs: 75_000 },
        to: { intervalMs: 20_000, timeoutMs: 60_000 },
        connections: 7,
        guard: null,
        warnings: [],
      },
    });
    expect(settings.view().version).toBe(1);
    expect(records).toEqual([]);
  });

  it.each([
    [19, null, 'too-few'],
    [20, null, { shares: [0.05, 0.2, 0.5], firstPeers: 10, windowMs: 270_000 + 90_000 + 25_000 }],
    [400, 600_000, { shares: [0.05, 0.2, 0.5], firstPeers: 20, windowMs: 600_000 + 90_000 + 25_000 }],
  ])('of a big change says how %i people would try it, with a path limit of %s', async (people, idleLimitMs, guard) => {
    const { change, world } = openDesk({ people });
    world.pathLimit = idleLimitMs === null ? null : { idleLimitMs, known: 'declared' };
    expect(await change({ intervalMs: 90_000, dryRun: true })).toMatchObject({ answer: { guard } });
  });

  it('counts people, not connections, and none without a session', async () => {
    const { change, connect, present } = openDesk({ people: 20 });
    Object.assign(connect(19), { sessionId: present.get(0)!.sessionId });
    expect(await change({ intervalMs: 90_000, dryRun: true })).toMatchObject({ answer: { guard: 'too-few' } });
    Object.assign(connect(20), { sessionId: null });
    expect(await change({ intervalMs: 90_000, dryRun: true })).toMatchObject({ answer: { guard: 'too-few' } });
    connect(21);
    expect(await change({ intervalMs: 90_000, dryRun: true })).toMatchObject({ answer: { guard: { firstPeers: 10 } } });
  });
});

describe('a big change', () => {
  it('is applied to all at once where too few people could try it, and says so', async () => {
    const { change, settings, world } = openDesk({ people: 19 });
    expect(await change({ intervalMs: 90_000 })).toMatchObject({
      kind: 'done',
      view: { version: 2, guard: 'too-few' },
    });
    expect(settings.view().guard).toBeNull();
    expect(settings.history().entries).toMatchObject([{ guard: 'too-few' }]);
    expect(world.timingChanges).toBe(1);
  });

  it('is applied to all at once where the operator wants that', async () => {
    const { change, tried } = openDesk({ people: 200 });
    const outcome = await change({ intervalMs: 90_000, guard: null });
    expect(outcome).toMatchObject({ kind: 'done', view: { version: 2, guard: null } });
    expect(tried()).toEqual([]);
  });

  it('is not tried when it cannot be kept', async () => {
    const state = createDisk();
    const { change, tried, clock } = openDesk({ people: 200, state });
    state.isFull = true;
    expect(await change({ intervalMs: 90_000 })).toMatchObject({ kind: 'not-kept' });
    expect(tried()).toEqual([]);
    expect(clock.timerCount).toBe(0);
  });

  it('that was taken back can be tried again, as another version', async () => {
    const { change, settings, by, tried } = openDesk({ people: 200 });
    await change({ intervalMs: 90_000 });
    await settings.endGuard('revert', by);
    expect(tried()).toEqual([]);
    expect(await change({ intervalMs: 90_000 })).toMatchObject({ view: { version: 3, guard: { version: 4 } } });
    expect(tried()).toHaveLength(10);
  });
});

describe('going back to an earlier version', () => {
  it('repeats it as a new one', async () => {
    const { change, settings } = openDesk();
    await change(SOON);
    await change({ intervalMs: 22_000, logLevel: 'warn' });
    expect(await change({ version: 2, reason: 'better so' })).toMatchObject({ kind: 'done' });
    expect(settings.view()).toMatchObject({
      version: 4,
      intervalMs: { value: 20_000, version: 4 },
      logLevel: { value: 'debug', source: 'default' },
    });
    expect(settings.history().entries[0]).toMatchObject({
      kind: 'rolled-back',
      repeats: 2,
      reason: 'better so',
      from: { intervalMs: 22_000, timeoutMs: 66_000, logLevel: 'warn' },
      to: { intervalMs: 20_000, timeoutMs: 60_000, logLevel: 'debug' },
    });
  });

  it('works to what was before the first change', async () => {
    const { change, settings } = openDesk();
    await change(SOON);
    await change({ version: 1 });
    expect(settings.view()).toMatchObject({ version: 3, intervalMs: { value: 25_000, source: 'default' } });
  });

  it('works no further than a hundred changes', async () => {
    const { change, settings } = openDesk();
    for (let interval = 1; interval <= 102; interval += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await change({ intervalMs: 20_000 + interval });
    }
    const { entries, version } = settings.history();
    expect({ version, count: entries.length, last: entries.at(-1)?.version }).toEqual({
      version: 103,
      count: 100,
      last: 4,
    });
    // The oldest entry tells what was before it, so that version can be had back too.
    expect(await change({ version: 2 })).toEqual({ kind: 'unknown-version' });
    expect(await change({ version: 104 })).toEqual({ kind: 'unknown-version' });
    expect(await change({ version: 3 })).toMatchObject({ kind: 'done', view: { intervalMs: { value: 20_002 } } });
  });
});

it('changes come one after the other, each judged by what the one before has left', async () => {
  const { change, settings } = openDesk();
  const outcomes = await Promise.all([
    change({ intervalMs: 20_000 }, 1),
    change({ intervalMs: 21_000 }, 1),
    change({ logLevel: 'warn' }),
  ]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'stale', 'done']);
  expect(settings.view()).toMatchObject({ version: 3, intervalMs: { value: 20_000 }, logLevel: { value: 'warn' } });
});
