import { describe, expect, it } from 'vitest';
import { createDisk, openDesk } from '../../../support/gateway/settingsDesk.js';
import { settle } from '../../../support/settle.js';

const CHANGE = { intervalMs: 90_000, reason: 'fewer wake-ups' };
/** Twice the new interval or the new timeout, and both intervals. */
const WINDOW_MS = 270_000 + 90_000 + 25_000;

/** Two hundred people, of whom ten try a change. */
async function begin(options: Parameters<typeof openDesk>[0] = {}) {
  const desk = openDesk({ people: 200, ...options });
  const startedAt = desk.clock.wallNow();
  const outcome = await desk.change(CHANGE);
  /** What was said of the trial, one line each. */
  const said = () => desk.of('settings.tried').map(({ status, share, by, says }) => ({ status, share, by, says }));
  const alerts = () => desk.records.filter(({ kind }) => String(kind).startsWith('alert.'));
  /** Some who try it are cut and come back. */
  const harm = (count: number, silentMs = 1_000): void => {
    for (const person of desk.tried().slice(0, count)) {
      desk.cut(person, silentMs);
      desk.comeBack(person, true);
    }
  };
  return { ...desk, outcome, startedAt, said, alerts, harm, id: `guard-2-${startedAt}` };
}

describe('a change that is tried', () => {
  it('is followed by its share, and not in force for the others', async () => {
    const { settings, outcome, tried, rest, world, said, startedAt, id } = await begin();
    expect(outcome).toMatchObject({ kind: 'done', view: { version: 1, intervalMs: { value: 25_000 } } });
    expect(tried()).toHaveLength(10);
    expect(tried().every(({ told }) => told === 1)).toBe(true);
    expect(rest().every(({ told }) => told === 0)).toBe(true);
    expect(settings.tried()).toEqual({
      timing: { intervalMs: 90_000, timeoutMs: 270_000 },
      version: 2,
      administered: true,
    });
    expect(world).toMatchObject({ timingChanges: 0, retimes: 1 });
    expect(said()).toEqual([
      { status: 'running', share: 0.05, by: 'ada', says: 'The change is tried on a share of the peers.' },
    ]);
    expect(settings.view().guard).toMatchObject({
      id,
      status: 'running',
      version: 2,
      by: 'ada',
      reason: 'fewer wake-ups',
      from: { intervalMs: 25_000, timeoutMs: 75_000 },
      to: { intervalMs: 90_000, timeoutMs: 270_000 },
      share: 0.05,
      startedAt,
      windowStartedAt: startedAt,
      windowEndsAt: startedAt + WINDOW_MS,
      shares: [0.05, 0.2, 0.5],
      tried: { peers: 10, people: 0 },
      rest: { peers: 190, people: 0 },
      evidence: 1,
      sameSilenceMs: null,
      says:
        '10 of 200 peers try it (5 %). 0 people of the share lost the connection and came back, and 0 of the rest. ' +
        'It is taken back when 3 or more did and chance does not explain it.',
    });
    expect(settings.history().entries).toMatchObject([{ version: 2, guard: 'running' }]);
  });

  it('is told to a person of the share who comes back, but to no one twice', async () => {
    const { tried, rest, cut, comeBack } = await begin();
    const [one] = tried();
    const [other] = rest();
    cut(one!);
    cut(other!);
    expect(comeBack(one!)).toMatchObject({ told: 1, triesSince: expect.any(Number) });
    expect(comeBack(other!)).toMatchObject({ told: 0, triesSince: null });
    expect(tried().every(({ told }) => told === 1)).toBe(true);
  });

  it('takes no notice of connections that have no session', async () => {
    const { settings, present, connect } = await begin();
    const stranger = Object.assign(connect(999), { sessionId: null });
    settings.arrived(stranger, true);
    present.delete(999);
    settings.closed(stranger, 'abnormal', 1_000);
    expect(settings.view().guard).toMatchObject({
      tried: { peers: 10, abnormalCloses: 0, outagesShown: 0 },
      rest: { peers: 190, abnormalCloses: 0, outagesShown: 0 },
    });
  });

  it('grows to a fifth and to a half, and then is in force for all', async () => {
    const { pass, tried, said, settings, world, alerts, of, present, startedAt } = await begin();
    await pass(WINDOW_MS - 1);
    expect(tried()).toHaveLength(10);
    await pass(1);
    expect(tried()).toHaveLength(40);
    await pass(WINDOW_MS);
    expect(tried()).toHaveLength(100);
    expect(world.timingChanges).toBe(0);
    await pass(WINDOW_MS);
    const says = 'No harm was found, which does not prove that there is none.';
    expect(said().slice(1)).toEqual([
      { status: 'grown', share: 0.2, by: 'guard', says: 'No harm was found. The share grows.' },
      { status: 'grown', share: 0.5, by: 'guard', says: 'No harm was found. The share grows.' },
      { status: 'promoted', share: 0.5, by: 'guard', says },
    ]);
    expect(settings.view()).toMatchObject({
      version: 2,
      intervalMs: { value: 90_000, source: 'runtime', by: 'ada' },
      guard: null,
      lastGuard: { status: 'promoted', endedBy: 'guard', endedAt: startedAt + 3 * WINDOW_MS, says },
    });
    expect(settings.tried()).toBeNull();
    expect([...present.values()].every(({ triesSince }) => triesSince === null)).toBe(true);
    // Each was told of the change once at most: the others are told by the gateway, as of any change.
    expect(world.timingChanges).toBe(1);
    expect(of('settings.changed')).toEqual([
      {
        kind: 'settings.changed',
        from: { intervalMs: 25_000, timeoutMs: 75_000 },
        to: { intervalMs: 90_000, timeoutMs: 270_000 },
        source: 'runtime',
        version: 2,
        by: 'ada',
        reason: 'fewer wake-ups',
        remote: '192.0.2.1',
      },
    ]);
    expect(alerts()).toEqual([{ kind: 'alert.raised', rule: 'guard_promoted', message: says }]);
  });

  it('is taken back when chance does not explain the harm', async () => {
    const { harm, said, settings, tried, world, alerts, of } = await begin();
    harm(2);
    await settle();
    expect(said()).toHaveLength(1);
    harm(4);
    await settle();
    const says = 'Taken back: people who tried it lost their connections more often than the others, beyond chance.';
    expect(said().at(-1)).toEqual({ status: 'reverted', share: 0.05, by: 'guard', says });
    expect(alerts()).toEqual([{ kind: 'alert.raised', rule: 'guard_reverted', message: says }]);
    expect(settings.view()).toMatchObject({
      version: 3,
      intervalMs: { value: 25_000, source: 'default' },
      guard: null,
    });
    expect(settings.history().entries).toMatchObject([
      {
        version: 3,
        kind: 'taken-back',
        repeats: 1,
        by: 'guard',
        remote: null,
        reason: says,
        to: { intervalMs: 25_000 },
      },
      { version: 2, guard: 'reverted' },
    ]);
    expect(tried()).toEqual([]);
    expect(world.timingChanges).toBe(1);
    // It was never in force.
    expect(of('settings.changed')).toEqual([]);
  });

  it('is taken back when connections of the share end after the same silence, which is said', async () => {
    const { pass, harm, said } = await begin();
    await pass(100_000);
    harm(10, 60_000);
    await settle();
    expect(said().at(-1)).toMatchObject({ status: 'reverted', by: 'guard' });
    expect(said().at(-1)?.says).toMatch(
      /^Taken back: (people who tried it .*chance|connections of the share ended after the same silence, as a proxy with a limit ends them) \(60000 ms\)\.$/,
    );
  });

  it('counts the silence of a connection from when it was told of the change, at most', async () => {
    const { pass, harm, settings } = await begin();
    await pass(40_000);
    harm(1, 60_000);
    expect(settings.view().guard).toMatchObject({
      tried: { abnormalCloses: 1, people: 1, outagesShown: 1 },
      events: [
        { kind: 'closed', share: 'tried', silentMs: 40_000 },
        { kind: 'returned', share: 'tried' },
      ],
    });
  });

  it('waits for an operator when too few are left to compare', async () => {
    const { pass, tried, rest, cut, said, settings, alerts, clock } = await begin();
    for (const person of tried().slice(0, 6)) cut(person);
    await pass(WINDOW_MS);
    const says =
      'Undecided: too few peers are left to compare. The share keeps the change until an operator promotes it or takes it back.';
    expect(said().at(-1)).toEqual({ status: 'undecided', share: 0.05, by: 'guard', says });
    expect(alerts()).toEqual([{ kind: 'alert.raised', rule: 'guard_undecided', message: says }]);
    expect(settings.view().guard).toMatchObject({ status: 'undecided', says });
    expect(settings.history().entries).toMatchObject([{ version: 2, guard: 'undecided' }]);
    // The share keeps it, those who come later included; no verdict comes any more, and the alert stays.
    expect(settings.tried()).not.toBeNull();
    for (const person of rest()) cut(person);
    await pass(10 * 3_600_000);
    expect(said()).toHaveLength(2);
    expect(alerts()).toHaveLength(1);
    expect(clock.timerCount).toBe(0);
  });
});

it('waits for an operator when the evidence is mixed at the end of a window and of one more', async () => {
  const { pass, harm, said, settings } = await begin();
  // Two people of the share, and none of the rest: too much to go on with, too little for a verdict.
  harm(2);
  expect(settings.view().guard).toMatchObject({
    says: expect.stringContaining('2 people of the share lost the connection and came back, and 0 of the rest.'),
  });
  await pass(WINDOW_MS);
  expect(said()).toHaveLength(1);
  await pass(WINDOW_MS);
  expect(said().at(-1)).toMatchObject({
    status: 'undecided',
    says: expect.stringMatching(/^Undecided: the evidence is mixed\./),
  });
});

it('uses the singular for one person', async () => {
  const { harm, settings } = await begin();
  harm(1);
  expect(settings.view().guard).toMatchObject({ says: expect.stringContaining('1 person of the share lost') });
});

describe('an operator', () => {
  it.each([
    ['promote', 'promoted', 'Promoted by grace.', 2, 90_000],
    ['revert', 'reverted', 'Taken back by grace.', 3, 25_000],
  ] as const)('can %s a change before there is a verdict', async (action, status, says, version, intervalMs) => {
    const { settings, said, world } = await begin();
    const outcome = await settings.endGuard(action, { subject: 'grace', remote: '192.0.2.2' });
    expect(outcome).toMatchObject({ kind: 'done', view: { version, intervalMs: { value: intervalMs }, guard: null } });
    expect(said().at(-1)).toMatchObject({ status, by: 'grace', says });
    expect(settings.view().lastGuard).toMatchObject({ status, endedBy: 'grace', says });
    expect(world.timingChanges).toBe(1);
  });

  it('can promote one that is undecided', async () => {
    const { pass, tried, cut, settings, by, alerts } = await begin();
    for (const person of tried().slice(0, 6)) cut(person);
    await pass(WINDOW_MS);
    expect(await settings.endGuard('promote', by)).toMatchObject({ kind: 'done', view: { version: 2 } });
    expect(alerts().map(({ kind, rule }) => [kind, rule])).toEqual([
      ['alert.raised', 'guard_undecided'],
      ['alert.cleared', 'guard_undecided'],
      ['alert.raised', 'guard_promoted'],
    ]);
  });

  it('cannot end what is not tried', async () => {
    const { settings, by } = openDesk();
    expect(await settings.endGuard('revert', by)).toEqual({ kind: 'not-trying' });
  });

  it('hears that another change is being tried, and may ask what it would do', async () => {
    const { change, id } = await begin();
    expect(await change({ intervalMs: 30_000 })).toMatchObject({ kind: 'trying', guard: { id } });
    expect(await change({ intervalMs: 30_000, dryRun: true })).toMatchObject({ kind: 'dry' });
  });
});

describe('the alert of an ending', () => {
  it('goes after an hour', async () => {
    const { settings, by, pass, alerts } = await begin();
    await settings.endGuard('revert', by);
    await pass(3_599_999);
    expect(alerts()).toHaveLength(1);
    await pass(1);
    expect(alerts().at(-1)).toEqual({ kind: 'alert.cleared', rule: 'guard_reverted' });
  });

  it('goes when another change is tried, and does not come back', async () => {
    const { settings, by, pass, alerts, change } = await begin();
    await settings.endGuard('revert', by);
    await change(CHANGE);
    expect(alerts().at(-1)).toEqual({ kind: 'alert.cleared', rule: 'guard_reverted' });
    await pass(10_000);
    expect(alerts()).toHaveLength(2);
  });

  it('ends with the gateway, as the trial does', async () => {
    const { settings, by, clock, change, pass, said } = await begin();
    await settings.endGuard('revert', by);
    await change(CHANGE);
    await settings.close();
    await pass(10 * WINDOW_MS);
    expect(said()).toHaveLength(3);
    expect(clock.timerCount).toBe(0);
  });
});

describe('a state that cannot be kept', () => {
  it('lets no change be promoted, and says why', async () => {
    const state = createDisk();
    const { settings, by, of, said } = await begin({ state });
    state.isFull = true;
    const message = 'the change was not promoted, because that could not be kept: disk full';
    expect(await settings.endGuard('promote', by)).toEqual({ kind: 'not-kept', message });
    expect(of('settings.rejected')).toEqual([
      { kind: 'settings.rejected', source: 'runtime', message, remote: '192.0.2.1' },
    ]);
    expect(settings.view()).toMatchObject({ version: 1, guard: { status: 'running' } });
    expect(said()).toHaveLength(1);
  });

  it('leaves a change that no harm was found in to an operator', async () => {
    const state = createDisk();
    const { pass, said, settings } = await begin({ state });
    await pass(WINDOW_MS);
    await pass(WINDOW_MS);
    state.isFull = true;
    await pass(WINDOW_MS);
    expect(said().at(-1)).toMatchObject({
      status: 'undecided',
      says: expect.stringMatching(/^Undecided: it could not be kept: disk full\. The share keeps/),
    });
    expect(settings.view().guard).toMatchObject({ status: 'undecided' });
  });

  it('lets a change be taken back all the same, because a restart does that as well', async () => {
    const state = createDisk();
    const { settings, by, of } = await begin({ state });
    state.isFull = true;
    expect(await settings.endGuard('revert', by)).toMatchObject({ kind: 'done', view: { version: 3, guard: null } });
    expect(of('settings.rejected')).toEqual([
      { kind: 'settings.rejected', source: 'runtime', message: 'not kept: disk full' },
    ]);
  });
});

it('a restart takes back what was only tried, and says so', async () => {
  const { state, clock, id } = await begin();
  const later = openDesk({ state, clock, people: 200 });
  await settle();
  const says = 'The gateway restarted while the change was tried. It was taken back.';
  expect(later.records).toEqual([
    { kind: 'settings.tried', status: 'interrupted', id, version: 2, share: 0, by: 'restart', says },
    { kind: 'alert.raised', rule: 'guard_interrupted', message: says },
  ]);
  expect(later.settings.view()).toMatchObject({
    version: 3,
    intervalMs: { value: 25_000 },
    guard: null,
    lastGuard: { id, status: 'interrupted', endedBy: 'restart' },
  });
  expect(later.settings.history().entries).toMatchObject([
    { version: 3, kind: 'taken-back', by: 'restart', reason: says },
    { version: 2, guard: 'interrupted' },
  ]);
  // And is kept at once: the next restart tells nothing of it any more.
  const last = openDesk({ state, clock });
  await settle();
  expect(last.records).toEqual([]);
  expect(last.settings.view().version).toBe(3);
});
