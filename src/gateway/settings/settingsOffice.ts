import type { RecordedSettings } from '../../protocol/events.js';
import type { GatewayClock } from '../clock.js';
import type { OpenState } from '../state/stateStore.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import { printableError } from '../telemetry/printable.js';
import { SECTION } from './openSettings.js';
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
}

/** What all changes have in common: their turn, their being kept, and their records. */
export interface SettingsOffice extends OfficeContext {
  /** One change after the other: each is judged by what the one before it has left. */
  readonly inTurn: <Outcome>(act: () => Outcome | Promise<Outcome>) => Promise<Outcome>;
  /** Resolves when the journal, with the values in force under it, would survive a power cut. */
  readonly keep: (journal: Journal, values: SettingValues) => Promise<void>;
  /** For changes that nothing can refuse any more. What is not kept is told, and a restart decides anew. */
  readonly keepIfPossible: () => void;
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
  const { book, recorder, state } = context;
  /** Never rejects. */
  let queue: Promise<unknown> = Promise.resolve();
  const keep: SettingsOffice['keep'] = (journal, values) =>
    state.save(SECTION, toStored(journal, pickWritten(values, SETTING_NAMES)));
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
    keepIfPossible() {
      keep(book.journal, book.values).catch((error: unknown) =>
        reject('runtime', `not kept: ${printableError(error)}`),
      );
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
