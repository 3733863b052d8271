import { describe, expect, it } from 'vitest';
import { emptyJournal, withChange, type NewEntry } from '../../../src/gateway/settings/settingsJournal.js';
import { journalAfter } from '../../../src/gateway/settings/sharedSettings.js';
import { createDeskCluster } from '../../support/gateway/deskCluster.js';
import { createDisk } from '../../support/gateway/settingsDesk.js';

const SOON = { intervalMs: 20_000 };

describe('a change on one of several gateways', () => {
  it('is in force on the others with the next tick, with its author, and told to their peers', async () => {
    const { join, tick } = createDeskCluster();
    const [one, other] = [join(0), join(0)];
    await one.change({ ...SOON, reason: 'spring' });
    expect(other.settings.view().version).toBe(1);
    await tick();
    expect(other.settings.view()).toEqual(one.settings.view());
    expect(other.settings.history()).toEqual(one.settings.history());
    expect(other.records).toEqual([
      {
        kind: 'settings.changed',
        from: { intervalMs: 25_000, timeoutMs: 75_000 },
        to: { intervalMs: 20_000, timeoutMs: 60_000 },
        source: 'runtime',
        version: 2,
        by: 'ada',
        reason: 'spring',
      },
    ]);
    expect(other.world.timingChanges).toBe(1);
    expect(other.state.read('settings')).toMatchObject({ version: 2, shared: { revision: 1 } });
    await tick();
    expect(other.world.timingChanges).toBe(1);
  });

  it('that changes no timing is a new version for the peers of the others', async () => {
    const { join, tick } = createDeskCluster();
    const [one, other] = [join(0), join(0)];
    await one.change({ logLevel: 'warn' });
    await tick();
    expect(other.settings.view()).toMatchObject({ version: 2, logLevel: { value: 'warn' } });
    expect(other.world.timingChanges).toBe(1);
  });

  it('that contradicts what is deployed on another is not in force there, which says so', async () => {
    const { join, tick } = createDeskCluster();
    const one = join(0);
    const other = join(0, { code: { timeoutMs: 26_000 } });
    await one.change({ intervalMs: 30_000 });
    await tick();
    expect(other.settings.view()).toMatchObject({ version: 2, intervalMs: { value: 25_000 } });
    expect(other.records).toEqual([
      {
        kind: 'settings.rejected',
        source: 'runtime',
        message: expect.stringMatching(
          /^the settings of the cluster are not in force here: timeoutMs \(26000, from code\)/,
        ),
      },
    ]);
  });

  it('is judged by a change on another that came first', async () => {
    const { join } = createDeskCluster();
    const [one, other] = [join(0), join(0)];
    await one.change(SOON);
    expect(await other.change({ logLevel: 'warn' })).toMatchObject({ kind: 'done', view: { version: 3 } });
    expect(other.settings.view().intervalMs.value).toBe(20_000);
    await one.change({ intervalMs: 21_000 });
    expect(await other.change({ intervalMs: 22_000 }, 3)).toMatchObject({ kind: 'stale', current: { version: 4 } });
  });

  it('gives up where others are always first', async () => {
    const { join, store } = createDeskCluster();
    const one = join(0);
    await one.change(SOON);
    store.trouble = 'outrun';
    expect(await one.change({ intervalMs: 21_000 })).toEqual({
      kind: 'not-kept',
      message: 'other gateways of the cluster keep changing the settings: try again',
    });
  });

  it.each([
    ['unsettled', 'the store is away'],
    ['fenced', 'another gateway of the cluster has taken over the decision'],
  ] as const)('is not made where the store is %s', async (trouble, why) => {
    const { join, store } = createDeskCluster();
    const one = join(0);
    store.trouble = trouble;
    const message = `the change was not applied, because it could not be kept: ${why}`;
    expect(await one.change(SOON)).toEqual({ kind: 'not-kept', message });
    expect(one.settings.view().version).toBe(1);
  });

  it('is made where only the own copy cannot be kept, which is said', async () => {
    const { join } = createDeskCluster();
    const state = createDisk();
    const one = join(0, { state });
    state.isFull = true;
    expect(await one.change(SOON)).toMatchObject({ kind: 'done' });
    expect(one.of('settings.rejected')).toEqual([
      { kind: 'settings.rejected', source: 'runtime', message: 'not kept: disk full' },
    ]);
  });
});

describe('settings of the cluster', () => {
  it.each([['no JSON'], [{ version: 'many' }], ['null']])('that make no sense leave the own ones: %j', async (body) => {
    const { join, tick, write } = createDeskCluster();
    const one = join(0);
    await one.change(SOON);
    write(body);
    await tick();
    expect(one.settings.view()).toMatchObject({ version: 2, intervalMs: { value: 20_000 } });
    expect(one.of('settings.rejected')).toEqual([
      {
        kind: 'settings.rejected',
        source: 'runtime',
        message: 'the settings of the cluster make no sense to this gateway; its own stay in force',
      },
    ]);
  });

  it('that have lost a change get a new version, so that no version means two things', async () => {
    const { join, tick, write, shared } = createDeskCluster();
    const [one] = [join(0), join(0)];
    await one.change(SOON);
    await tick();
    const old = shared();
    await one.change({ intervalMs: 21_000 });
    write(old);
    await tick();
    expect(one.settings.view()).toMatchObject({ version: 4, intervalMs: { value: 20_000 } });
    expect(one.settings.history().entries).toMatchObject([
      { version: 4, kind: 'reloaded', by: 'cluster', remote: null, reason: null, from: {}, to: {} },
      { version: 2 },
    ]);
  });

  it('that have lost the trial end it for its share', async () => {
    const { join, tick, write } = createDeskCluster();
    const one = join(100);
    await one.change({ logLevel: 'warn' });
    const { values: _values, ...before } = one.state.read('settings') as Record<string, unknown>;
    await one.change({ intervalMs: 90_000 });
    expect(one.tried()).toHaveLength(10);
    write({ ...before, values: _values });
    await tick();
    expect(one.tried()).toEqual([]);
    expect(one.settings.view().guard).toBeNull();
    expect(one.settings.tried()).toBeNull();
  });
});

describe('the journal with which a gateway goes on', () => {
  const entry = (at: number, by = 'ada'): NewEntry => ({
    at,
    by,
    remote: null,
    reason: null,
    kind: 'changed',
    from: {},
    to: SOON,
    runtime: SOON,
  });
  const first = withChange(emptyJournal(), entry(1));
  const second = withChange(first, entry(2));

  it.each([
    ['newer', first, second],
    ['the same', second, second],
    ['both empty', emptyJournal(), emptyJournal()],
  ])('is theirs where that is %s', (_how, ours, theirs) => {
    expect(journalAfter(ours, theirs, 9)).toEqual({ journal: theirs, isRaised: false });
  });

  it('never forgets the highest version that was given out', () => {
    const ours = { ...first, highest: 8 };
    expect(journalAfter(ours, second, 9)).toEqual({ journal: { ...second, highest: 8 }, isRaised: false });
  });

  it.each([
    ['older', second, first],
    ['another change of the same version, by its time', second, withChange(first, entry(3))],
    ['another change of the same version, by its author', second, withChange(first, entry(2, 'grace'))],
  ])('is theirs as a new version where that is %s', (_how, ours, theirs) => {
    const { journal, isRaised } = journalAfter(ours, theirs, 9);
    expect(isRaised).toBe(true);
    expect(journal).toMatchObject({ version: 4, highest: 4, runtime: theirs.runtime });
    expect(journal.entries.at(-1)).toMatchObject({ version: 4, at: 9, kind: 'reloaded', by: 'cluster' });
  });
});
