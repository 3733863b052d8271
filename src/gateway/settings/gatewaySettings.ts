import type { SettingsDryRun, SettingsHistory, SettingsHistoryEntry, SettingsView } from '../../admin/settings.js';
import type { RecordedSettings } from '../../protocol/events.js';
import type { GatewayClock } from '../clock.js';
import type { OpenState } from '../state/stateStore.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import { printableError } from '../telemetry/printable.js';
import { runtimeAfter, type ChangeOrder } from './changeOrder.js';
import { watchConfigFile, type FileReading } from './configFile.js';
import { SettingsContradiction } from './layeredSettings.js';
import { SECTION, type OpenedSettings } from './openSettings.js';
import { longestInterval, warnOfPath, type PathLimit } from './pathLimit.js';
import type { Preview } from './settingsBook.js';
import {
  changesSince,
  HISTORY_LIMIT,
  toHistoryEntry,
  withChange,
  type Journal,
  type NewEntry,
} from './settingsJournal.js';
import {
  pickWritten,
  SETTING_NAMES,
  type SettingsLayer,
  type SettingValues,
  type WrittenValues,
} from './settingValues.js';
import { toStored } from './storedSettings.js';

/** Who makes a change, and from where. */
export interface Operator {
  readonly remote: string;
  readonly subject: string;
}

/** How a change ended. But for the first two, it has changed nothing. */
export type ChangeOutcome =
  | { readonly kind: 'done'; readonly view: SettingsView }
  | { readonly kind: 'dry'; readonly answer: SettingsDryRun }
  /** The settings are others by now than those that the operator has seen. */
  | { readonly kind: 'stale'; readonly current: SettingsView; readonly changes: readonly SettingsHistoryEntry[] }
  | { readonly kind: 'unknown-version' }
  /** The values contradict each other, or the path of the connections. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'not-kept'; readonly message: string };

/** The settings while the gateway runs. */
export interface GatewaySettings {
  readonly view: () => SettingsView;
  readonly history: () => SettingsHistory;
  /** Changes come one after the other: each is judged by what the one before it has left. */
  readonly change: (order: ChangeOrder, by: Operator) => Promise<ChangeOutcome>;
  /** Stops watching the file, and waits for what is being kept. */
  readonly close: () => Promise<void>;
}

/** What the settings need of the gateway. */
export interface SettingsContext {
  readonly clock: GatewayClock;
  readonly recorder: EventRecorder;
  readonly state: OpenState;
  readonly pathLimit: () => PathLimit | null;
  readonly connections: () => number;
  /** The timing in force has changed, or what peers are told of it. */
  readonly onTimingChange: () => void;
}

/** Follows the file from now on, and takes the changes of operators. */
export function followSettings(opened: OpenedSettings, context: SettingsContext): GatewaySettings {
  const { book, file } = opened;
  const { clock, recorder, state, pathLimit, connections } = context;
  /** One change after the other. Never rejects. */
  let queue: Promise<unknown> = Promise.resolve();

  const inTurn = <Outcome>(act: () => Outcome | Promise<Outcome>): Promise<Outcome> => {
    const done = queue.then(act);
    queue = done.catch(() => {});
    return done;
  };
  const keep = (journal: Journal, preview: Pick<Preview, 'resolved'>): Promise<void> =>
    state.save(SECTION, toStored(journal, pickWritten(preview.resolved.values, SETTING_NAMES)));

  const reject = (source: 'file' | 'runtime', message: string, remote?: string): void =>
    recorder.record('settings.rejected', { source, message }, remote === undefined ? {} : { remote });

  const recordChange = (before: SettingValues, entry: NewEntry, source: 'file' | 'runtime'): void => {
    const { by, reason, remote } = entry;
    recorder.record(
      'settings.changed',
      {
        from: toRecorded(before, entry.from),
        to: toRecorded(book.values, entry.to),
        source,
        version: book.journal.version,
        ...(source === 'runtime' ? { by } : {}),
        ...(reason === null ? {} : { reason }),
      },
      remote === null ? {} : { remote },
    );
  };

  const change = async (
    { change: wanted, isStale, seenVersion }: ChangeOrder,
    by: Operator,
  ): Promise<ChangeOutcome> => {
    const { journal, values: before } = book;
    if (isStale(journal.version)) {
      return { kind: 'stale', current: view(), changes: changesSince(journal, seenVersion ?? journal.version) };
    }
    const next = runtimeAfter(wanted, journal);
    if (!next) return { kind: 'unknown-version' };
    let preview: Preview;
    try {
      preview = book.preview({ runtime: next.runtime });
    } catch (error) {
      if (!(error instanceof SettingsContradiction)) throw error;
      reject('runtime', error.message, by.remote);
      return { kind: 'refused', message: error.message };
    }
    const { intervalMs } = preview.resolved.values;
    const warning = intervalMs === before.intervalMs ? null : warnOfPath(intervalMs, pathLimit());
    if (wanted.dryRun === true) {
      const { version } = journal;
      const { from, to } = preview;
      const warnings = warning === null ? [] : [warning];
      return {
        kind: 'dry',
        answer: { dryRun: true, version, from, to, connections: connections(), guard: null, warnings },
      };
    }
    if (warning !== null && wanted.force !== true)
      return { kind: 'refused', message: `${warning} Or send "force": true.` };
    if (!preview.isChange) return { kind: 'done', view: view() };
    const entry: NewEntry = {
      at: clock.wallNow(),
      by: by.subject,
      remote: by.remote,
      reason: wanted.reason ?? null,
      kind: next.repeats === undefined ? 'changed' : 'rolled-back',
      ...(next.repeats === undefined ? {} : { repeats: next.repeats }),
      from: preview.from,
      to: preview.to,
      runtime: next.runtime,
    };
    const changed = withChange(journal, entry);
    try {
      await keep(changed, preview);
    } catch (error) {
      const message = `the change was not applied, because it could not be kept: ${printableError(error)}`;
      reject('runtime', message, by.remote);
      return { kind: 'not-kept', message };
    }
    book.turnTo(changed);
    recordChange(before, entry, 'runtime');
    if (concernsPeers(entry)) context.onTimingChange();
    return { kind: 'done', view: view() };
  };

  let shown: { readonly of: SettingsView; readonly limit: PathLimit | null; readonly view: SettingsView } | null = null;
  function view(): SettingsView {
    const limit = pathLimit();
    if (shown?.of !== book.view || shown.limit?.idleLimitMs !== limit?.idleLimitMs) {
      const advice = limit && { ...limit, longestIntervalMs: longestInterval(limit.idleLimitMs) };
      const { lastGuard } = book.journal;
      shown = { of: book.view, limit, view: { ...book.view, guard: null, lastGuard, pathLimit: advice } };
    }
    return shown.view;
  }

  const reload = (layer: SettingsLayer): void => {
    const layers = { file: layer };
    const { journal, values: before } = book;
    try {
      // A file with which no gateway would start is not taken, even where an operator's change would make it consistent.
      book.withoutOperators(layers);
    } catch (error) {
      return reject('file', printableError(error));
    }
    try {
      const preview = book.preview(layers);
      if (!preview.isChange) return book.turnTo(journal, layers);
      const { from, to } = preview;
      const about = { at: clock.wallNow(), by: 'file', remote: null, reason: null, kind: 'reloaded' } as const;
      const entry: NewEntry = { ...about, from, to, runtime: journal.runtime };
      book.turnTo(withChange(journal, entry), layers);
      // There is no state before the first change of an operator. A file cannot be refused, only be forgotten.
      if (state.read(SECTION) !== undefined) keep(book.journal, preview).catch(reportUnkept);
      recordChange(before, entry, 'file');
      if (concernsPeers(entry)) context.onTimingChange();
    } catch (error) {
      // It contradicts only what operators have set. It applies once that is withdrawn, as it would after a restart.
      book.defer(layers);
      reject('file', printableError(error));
    }
  };
  const reportUnkept = (error: unknown): void => reject('file', `not kept: ${printableError(error)}`);

  const onReading = (reading: FileReading): void => {
    if (reading.kind === 'read') reload(reading.layer);
    else if (reading.kind === 'absent') reject('file', `${file?.path} is gone; its last settings stay in force`);
    else reject('file', reading.message);
  };

  // What was found at the start is reported after the caller has had the time to subscribe.
  queueMicrotask(() => {
    // A file that is wrong at the start has no last valid content, so the gateway starts without it.
    if (file && 'message' in file.reading) reject('file', file.reading.message);
    for (const message of opened.problems) recorder.record('alert.raised', { rule: 'state', message });
    for (const hidden of opened.hidden) recorder.record('settings.hidden', hidden);
  });
  if (opened.isUnsaved) keep(book.journal, { resolved: book.preview({}).resolved }).catch(reportUnkept);

  const stopWatching = file
    ? watchConfigFile(file, clock, (reading) => void inTurn(() => onReading(reading)))
    : () => {};
  return {
    view,
    history: () => ({
      version: book.journal.version,
      limit: HISTORY_LIMIT,
      entries: book.journal.entries.map(toHistoryEntry).toReversed(),
    }),
    change: (order, by) => inTurn(() => change(order, by)),
    async close() {
      stopWatching();
      await queue;
      await state.close();
    },
  };
}

/** Peers are told of the timing only. */
const concernsPeers = ({ to }: NewEntry): boolean => to.intervalMs !== undefined || to.timeoutMs !== undefined;

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
