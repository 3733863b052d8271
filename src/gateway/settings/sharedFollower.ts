import type { GuardRoom } from './guarded/guardRoom.js';
import { guardOfEntry } from './guarded/guardView.js';
import { SettingsContradiction } from './sources/layeredSettings.js';
import type { ChangeOutcome } from './operatorChange.js';
import type { PeerSettings, Preview } from './settingsBook.js';
import { toHistoryEntry, triedEntry, withReturn, type Journal } from './settingsJournal.js';
import type { SettingsOffice } from './settingsOffice.js';
import { journalAfter, SettingsOutrun } from './sharedSettings.js';
import { parseStored } from './storedSettings.js';

/** How often a change is made anew because another gateway was first. */
const TRIES = 5;
/** How long no gateway has the lease before a change is taken back whose gateway is gone. */
const ORPHAN_MS = 3_000;

/** What other gateways of a cluster have to do with the settings of this one. */
export interface SharedFollower {
  /** Goes on with settings that another gateway has written. Only in its turn. */
  readonly adopt: (body: string, done: () => void) => void;
  /** Makes a change, by the newest settings of all gateways. */
  readonly together: (change: () => Promise<ChangeOutcome>) => Promise<ChangeOutcome>;
}

/** Follows the others. Without a cluster, changes are made at once. */
export function followOthers(office: SettingsOffice, guard: GuardRoom, onTimingChange: () => void): SharedFollower {
  const { book, clock, share, inTurn, keep, reject, recordChange, keepIfPossible } = office;
  let orphanSince: number | null = null;

  const follow = (journal: Journal): void => {
    // The settings of the others may contradict what is deployed here.
    let preview: Preview;
    try {
      preview = book.preview({ runtime: journal.runtime });
    } catch (error) {
      if (!(error instanceof SettingsContradiction)) throw error;
      reject('runtime', `the settings of the cluster are not in force here: ${error.message}`);
      return book.record(journal);
    }
    const { values: before, forPeers } = book;
    book.turnTo(journal);
    const last = journal.entries.at(-1);
    const { from, to } = preview;
    if (preview.isChange) {
      recordChange(
        before,
        { by: last?.by ?? 'cluster', reason: last?.reason ?? null, remote: null, from, to },
        'runtime',
      );
    }
    if (!isSameForPeers(forPeers, book.forPeers)) onTimingChange();
  };

  const takeBackOrphan = async (): Promise<void> => {
    const { journal, values } = book;
    const tried = triedEntry(journal);
    if (!tried || guard.view() || !share?.guardRight()) return;
    const at = clock.wallNow();
    const says = 'The gateway that tried the change is gone. It was taken back.';
    const settled = {
      ...guardOfEntry(toHistoryEntry(tried)),
      status: 'interrupted',
      endedAt: at,
      endedBy: 'cluster',
      says,
    } as const;
    const { from, to } = tried;
    const next = withReturn(journal, settled, { at, by: 'cluster', remote: null, reason: says, from: to, to: from });
    try {
      await keep(next, values);
    } catch {
      // Another gateway has done it, or the next tick tries again.
      return;
    }
    book.record(next);
    guard.interrupted(says);
    onTimingChange();
  };
  share?.onTick(() => {
    const isOurs = guard.view() !== null;
    const isOrphan = book.journal.trying !== null && !isOurs;
    if (!isOrphan) orphanSince = null;
    else if (share.isGuardHeld() === false) orphanSince ??= clock.now();
    const isForsaken = orphanSince !== null && clock.now() - orphanSince >= ORPHAN_MS;
    share.wantGuard(isOurs || isForsaken);
    if (isForsaken) void inTurn(takeBackOrphan);
  });

  return {
    adopt(body, done) {
      const stored = parse(body);
      if (!stored) {
        reject('runtime', 'the settings of the cluster make no sense to this gateway; its own stay in force');
        return done();
      }
      const { journal, isRaised } = journalAfter(book.journal, stored.journal, clock.wallNow());
      if (guard.view() && journal.trying !== book.journal.trying) guard.abandon();
      guard.leaveUnless(journal);
      follow(journal);
      done();
      keepIfPossible(isRaised);
    },
    async together(change) {
      for (let tries = 0; tries < TRIES; tries += 1) {
        try {
          // oxlint-disable-next-line no-await-in-loop -- each try is judged by what the one before has learned
          return await inTurn(change);
        } catch (error) {
          if (!(error instanceof SettingsOutrun)) throw error;
          // In its turn as well, and so before the next try.
          error.adopt();
        }
      }
      return { kind: 'not-kept', message: 'other gateways of the cluster keep changing the settings: try again' };
    },
  };
}

function parse(body: string): ReturnType<typeof parseStored> {
  try {
    return parseStored(JSON.parse(body));
  } catch {
    return null;
  }
}

const isSameForPeers = (one: PeerSettings, other: PeerSettings): boolean =>
  one.version === other.version &&
  one.administered === other.administered &&
  one.timing.intervalMs === other.timing.intervalMs &&
  one.timing.timeoutMs === other.timing.timeoutMs;
