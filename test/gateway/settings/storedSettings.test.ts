import { describe, expect, it } from 'vitest';
import {
  emptyJournal,
  withChange,
  withReturn,
  withTrial,
  type Journal,
} from '../../../src/gateway/settings/settingsJournal.js';
import { guardOfEntry } from '../../../src/gateway/settings/guarded/guardView.js';
import { parseRevision, parseStored, toStored } from '../../../src/gateway/settings/storedSettings.js';

const about = { at: 1, by: 'ada', remote: '192.0.2.1', reason: 'why', kind: 'changed' } as const;
const RUNTIME = { intervalMs: 20_000, timeoutMs: 60_000, admitPerSecond: 5, logLevel: 'warn' } as const;
const VALUES = { ...RUNTIME, admitPerSecond: null };
const changed = withChange(emptyJournal(), { ...about, from: {}, to: RUNTIME, runtime: RUNTIME });
const tried = withTrial(changed, {
  ...about,
  from: RUNTIME,
  to: { intervalMs: 90_000 },
  runtime: { intervalMs: 90_000 },
});
const settled = { ...guardOfEntry(tried.entries.at(-1)!), status: 'reverted', endedAt: 2, endedBy: 'guard' } as const;
const taken = withReturn(tried, settled, { ...about, from: {}, to: {} });

/** As a file has it. */
const written = (journal: Journal, values: object = VALUES) => JSON.parse(JSON.stringify(toStored(journal, values)));

describe('settings that were kept', () => {
  it.each([
    ['empty', emptyJournal()],
    ['changed', changed],
    ['being tried', tried],
    ['taken back', taken],
  ])('are read as they were: %s', (_what, journal) => {
    expect(parseStored(written(journal))).toEqual({ journal, values: VALUES });
  });

  it('are read with what a later version keeps beside them', () => {
    expect(parseStored({ ...written(changed), later: true })).toEqual({ journal: changed, values: VALUES });
  });

  it.each([
    ['nothing', undefined],
    ['a list', []],
    ['no version', { ...written(changed), version: undefined }],
    ['version 0', { ...written(changed), version: 0 }],
    ['half a version', { ...written(changed), version: 1.5 }],
    ['a version above the highest', { ...written(changed), version: 3 }],
    ['an interval out of bounds', { ...written(changed), runtime: { intervalMs: 1 } }],
    ['a log level that there is not', { ...written(changed), runtime: { logLevel: 'loud' } }],
    ['a limit of no upgrade', { ...written(changed), runtime: { admitPerSecond: 0 } }],
    ['a timeout out of bounds', { ...written(changed), runtime: { timeoutMs: 1 } }],
    ['a mark without an author', { ...written(changed), marks: { intervalMs: { version: 1, at: 1 } } }],
    ['a mark without an instant', { ...written(changed), marks: { timeoutMs: { version: 1, by: 'ada' } } }],
    ['a mark without a version', { ...written(changed), marks: { logLevel: { at: 1, by: 'ada' } } }],
    ['a base without a version', { ...written(changed), base: { runtime: {} } }],
    ['entries without what was set', { ...written(changed), entries: [{ ...changed.entries[0], runtime: undefined }] }],
    [
      'more entries than are kept',
      { ...written(changed), entries: Array.from({ length: 101 }, () => changed.entries[0]) },
    ],
    ['a trial of no version', { ...written(changed), trying: 'two' }],
    ['a last trial that makes no sense', { ...written(changed), lastGuard: { id: 'guard-2-1' } }],
    ['no values', { ...written(changed), values: undefined }],
  ])('make no sense as %s', (_what, stored) => {
    expect(parseStored(stored)).toBeNull();
  });
});

describe('the revision in a cluster', () => {
  it('is kept beside them, where there is one', () => {
    expect(parseRevision({ ...written(changed), shared: { revision: 3, stamp: 'a' } })).toEqual({
      revision: 3,
      stamp: 'a',
    });
    expect(parseRevision(written(changed))).toBeNull();
  });

  it.each([[{ revision: 0, stamp: 'a' }], [{ revision: 1.5, stamp: 'a' }], [{ revision: 1 }], [null]])(
    'makes no sense as %j',
    (shared) => {
      expect(parseRevision({ shared })).toBeNull();
    },
  );
});
