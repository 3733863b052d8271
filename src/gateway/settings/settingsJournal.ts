import type { SettingsHistoryEntry } from '../../admin/schemas/settings.js';
import type { SettledGuard } from '../../admin/schemas/guard.js';
import type { SettingName, SettingsLayer } from './sources/settingValues.js';

/** How many changes are remembered. */
export const HISTORY_LIMIT = 100;

/** One change, as it is shown. */
export type HistoryEntry = SettingsHistoryEntry;

/** One change, and what operators had set after it, so that it can be gone back to. */
export interface JournalEntry extends SettingsHistoryEntry {
  readonly runtime: SettingsLayer;
}

/** Since when a value is set at run time, and by whom. */
export interface Mark {
  readonly version: number;
  readonly at: number;
  readonly by: string;
}

/** All that is kept of the changes: what a restart has to know. Never changed; each change makes a new one. */
export interface Journal {
  /** The version in force. */
  readonly version: number;
  /** The highest version that was ever given out. Higher than `version` while a change is tried on a share of the peers. */
  readonly highest: number;
  /** What operators have set. */
  readonly runtime: SettingsLayer;
  readonly marks: { readonly [Name in SettingName]?: Mark | undefined };
  /** The oldest last version that can be gone back to has no entry of its own: it is what was before the oldest entry. */
  readonly base: { readonly version: number; readonly runtime: SettingsLayer };
  /** The oldest first. */
  readonly entries: readonly JournalEntry[];
  /** The version of the change that is being tried; null without one. */
  readonly trying: number | null;
  readonly lastGuard: SettledGuard | null;
}

/** What is recorded of a change, beside its version. */
export type NewEntry = Omit<JournalEntry, 'version' | 'guard'> & { readonly guard?: JournalEntry['guard'] };

/** The journal of a gateway whose settings were never changed. */
export const emptyJournal = (): Journal => ({
  version: 1,
  highest: 1,
  runtime: {},
  marks: {},
  base: { version: 1, runtime: {} },
  entries: [],
  trying: null,
  lastGuard: null,
});

/** A change that is in force from now on. */
export function withChange(journal: Journal, entry: NewEntry): Journal {
  const written = withEntry(journal, entry);
  return inForce(written, written.highest, entry.runtime, { version: written.highest, at: entry.at, by: entry.by });
}

/** A change that is tried from now on; what is in force stays. */
export function withTrial(journal: Journal, entry: NewEntry): Journal {
  const written = withEntry(journal, { ...entry, guard: 'running' });
  return { ...written, trying: written.highest };
}

/** The change that is being tried is in force from now on. */
export function withPromotion(journal: Journal, settled: SettledGuard): Journal {
  const tried = triedEntry(journal);
  if (!tried) return journal;
  const ended = withGuardStatus({ ...journal, trying: null, lastGuard: settled }, 'promoted');
  return inForce(ended, tried.version, tried.runtime, tried);
}

/** The change that is being tried is gone: a new version says what is in force still. */
export function withReturn(
  journal: Journal,
  settled: SettledGuard,
  { at, by, remote, reason, from, to }: Pick<NewEntry, 'at' | 'by' | 'remote' | 'reason' | 'from' | 'to'>,
): Journal {
  const status = settled.status === 'interrupted' ? 'interrupted' : 'reverted';
  const ended = withGuardStatus({ ...journal, trying: null, lastGuard: settled }, status);
  const { version, runtime } = journal;
  const written = withEntry(ended, {
    at,
    by,
    remote,
    reason,
    from,
    to,
    runtime,
    kind: 'taken-back',
    repeats: version,
  });
  return { ...written, version: written.highest };
}

/** How the change that is being tried stands now. */
export const withGuardStatus = (journal: Journal, guard: NonNullable<JournalEntry['guard']>): Journal => ({
  ...journal,
  entries: journal.entries.map((entry) =>
    entry.guard === 'running' || entry.guard === 'undecided' ? { ...entry, guard } : entry,
  ),
});

/** The change that is being tried. */
export const triedEntry = ({ entries, trying }: Journal): JournalEntry | undefined =>
  trying === null ? undefined : entries.find(({ version }) => version === trying);

/** What operators had set at an earlier version; null when it is no longer known, or was never in force. */
export function runtimeAt({ base, entries }: Journal, version: number): SettingsLayer | null {
  if (version === base.version) return base.runtime;
  return entries.find((entry) => entry.version === version)?.runtime ?? null;
}

/** What came after a version, the newest first. */
export const changesSince = ({ entries }: Journal, version: number): SettingsHistoryEntry[] =>
  entries
    .filter((entry) => entry.version > version)
    .map(toHistoryEntry)
    .toReversed();

/** An entry as it is shown. */
export function toHistoryEntry(entry: JournalEntry): SettingsHistoryEntry {
  const { runtime: _runtime, ...shown } = entry;
  return shown;
}

function withEntry(journal: Journal, entry: NewEntry): Journal {
  const highest = journal.highest + 1;
  const entries = [...journal.entries, { guard: null, ...entry, version: highest }];
  const dropped = entries.length > HISTORY_LIMIT ? entries.shift() : undefined;
  const base = dropped ? { version: dropped.version, runtime: dropped.runtime } : journal.base;
  return { ...journal, highest, entries, base };
}

function inForce(journal: Journal, version: number, runtime: SettingsLayer, by: Mark): Journal {
  const marks: { [Name in SettingName]?: Mark } = {};
  for (const name of Object.keys(runtime) as SettingName[]) {
    if (runtime[name] === undefined) continue;
    const { version: since, at, by: author } = by;
    const isKept = journal.runtime[name] === runtime[name];
    marks[name] = (isKept && journal.marks[name]) || { version: since, at, by: author };
  }
  return { ...journal, version, runtime, marks };
}
