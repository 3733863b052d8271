import type { RecordedSettings } from '../../protocol/events.js';
import type { GatewayClock } from '../clock.js';
import type { OpenState } from '../state/stateStore.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import { printableError } from '../telemetry/printable.js';
import { SECTION } from './openSettings.js';
import { SettingsOutrun, type SettingsShare } from './sharedSettings.js';
import type { SettingsBook } from './settingsBook.js';
import type { Journal, NewEntry } from './settingsJournal.js';
import { pickWritten, SETTING_NAMES, type SettingValues, type WrittenValues } from './sources/settingValues.js';
import { toStored } from './storedSettings.js';

/** What the settings need of the gateway, wherever a change comes from. */
export interface OfficeContext {
  readonly book: SettingsBook;
  readonly clock: GatewayClock;
  readonly recorder: EventRecorder;
  readonly state: OpenState;
  /** Null: this gateway is alone. */
  readonly share: SettingsShare | null;
}

/** What all changes have in common: their turn, their being kept, and their records. */
export interface SettingsOffice extends OfficeContext {
  /** One change after the other: each is judged by what the one before it has left. */
  readonly inTurn: <Outcome>(act: () => Outcome | Promise<Outcome>) => Promise<Outcome>;
  /**
   * Resolves when the journal, with the values in force under it, would survive a power cut; of several gateways, when all
   * of them will have it. Rejects with `SettingsOutrun` when another gateway was first.
   */
  readonly keep: (journal: Journal, values: SettingValues) => Promise<void>;
  /** For changes that nothing can refuse any more. What is not kept is told, and a restart decides anew. */
  readonly keepIfPossible: (isForAll?: boolean) => void;
  readonly reject: (source: 'file' | 'runtime', message: string, remote?: string) => void;
  readonly recordChange: (
    before: SettingValues,
    entry: Pick<NewEntry, 'by' | 'reason' | 'remote' | 'from' | 'to'>,
    source: 'file' | 'runtime',
  ) => void;
  /** Resolves when no change is under way any more. */
  readonly whenIdle: () => Promise<void>;
}

/** Opens the office. */
export function createSettingsOffice(context: OfficeContext): SettingsOffice {
  const { book, recorder, state, share } = context;
  /** Never rejects. */
  let queue: Promise<unknown> = Promise.resolve();
  // With the revision it has in the cluster, in one: a copy must never pass for another one.
  const keepHere = (stored: object): Promise<void> =>
    state.save(SECTION, share ? { ...stored, shared: share.document.seen() } : stored);
  const keepHereIfPossible = (stored: object): Promise<void> =>
    keepHere(stored).catch((error: unknown) => reject('runtime', `not kept: ${printableError(error)}`));
  const keep: SettingsOffice['keep'] = async (journal, values) => {
    const stored = toStored(journal, pickWritten(values, SETTING_NAMES));
    if (!share) return keepHere(stored);
    await keepTogether(share, book.journal, stored);
    // All gateways have it. The own copy is for a start without the others.
    await keepHereIfPossible(stored);
  };
  const reject: SettingsOffice['reject'] = (source, message, remote) =>
    recorder.record('settings.rejected', { source, message }, remote === undefined ? {} : { remote });
  return {
    ...context,
    keep,
    reject,
    inTurn(act) {
      const done = queue.then(act);
      queue = done.catch(() => {});
      return done;
    },
    keepIfPossible(isForAll = true) {
      if (isForAll) share?.document.offer();
      void keepHereIfPossible(toStored(book.journal, pickWritten(book.values, SETTING_NAMES)));
    },
    recordChange(before, { by, reason, remote, from, to }, source) {
      const details = {
        from: toRecorded(before, from),
        to: toRecorded(book.values, to),
        source,
        version: book.journal.version,
        ...(source === 'runtime' ? { by } : {}),
        ...(reason === null ? {} : { reason }),
      };
      recorder.record('settings.changed', details, remote === null ? {} : { remote });
    },
    whenIdle: () => queue.then(() => {}),
  };
}

/** @throws SettingsOutrun when another gateway was first; an Error for an operator when it cannot be kept. */
async function keepTogether(share: SettingsShare, journal: Journal, stored: unknown): Promise<void> {
  // Only the gateway that tries a change may end it, and only while no other has taken its place.
  const right = journal.trying === null ? undefined : share.guardRight();
  if (right === null) throw new Error('another gateway of the cluster decides on the change that is being tried');
  const outcome = await share.document.write(JSON.stringify(stored), right);
  if (outcome.kind === 'outrun') throw new SettingsOutrun(outcome.adopt);
  if (outcome.kind === 'unsettled') throw new Error(outcome.message);
  if (outcome.kind === 'fenced') throw new Error('another gateway of the cluster has taken over the decision');
}

/** Always the timing, as on the other side of the wire, and beside it only what has changed. */
const toRecorded = (
  { intervalMs, timeoutMs }: SettingValues,
  { admitPerSecond, logLevel }: WrittenValues,
): RecordedSettings => ({
  intervalMs,
  timeoutMs,
  ...(admitPerSecond === undefined ? {} : { admitPerSecond }),
  ...(logLevel === undefined || logLevel === null ? {} : { logLevel }),
});
