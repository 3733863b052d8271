import type { GuardOrder, SettledGuard } from '../../admin/schemas/guard.js';
import type { SettingsHistory, SettingsView } from '../../admin/schemas/settings.js';
import type { GatewayClock } from '../clock.js';
import type { OpenState } from '../state/stateStore.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import { printableError } from '../telemetry/printable.js';
import type { ChangeOrder } from './changeOrder.js';
import { watchConfigFile, type FileReading } from './sources/configFile.js';
import type { GuardedPeers } from './guarded/participants.js';
import { createGuardRoom, type GuardRoom } from './guarded/guardRoom.js';
import { SECTION, type OpenedSettings } from './openSettings.js';
import { carryOut, concernsPeers, type ChangeOutcome, type Operator } from './operatorChange.js';
import { longestInterval, type PathLimit } from './pathLimit.js';
import type { PeerSettings } from './settingsBook.js';
import { HISTORY_LIMIT, toHistoryEntry, withChange, type NewEntry } from './settingsJournal.js';
import { createSettingsOffice } from './settingsOffice.js';
import { followOthers } from './sharedFollower.js';
import type { ShareSettings } from './sharedSettings.js';
import { answerAsLeader, askLeader, type Ending } from './guarded/leaderEnding.js';
import { pickWritten, SETTING_NAMES, type SettingsLayer } from './sources/settingValues.js';
import { toStored } from './storedSettings.js';

/** The settings while the gateway runs. */
export interface GatewaySettings {
  readonly view: () => SettingsView;
  readonly history: () => SettingsHistory;
  /** Changes come one after the other: each is judged by what the one before it has left. */
  readonly change: (order: ChangeOrder, by: Operator) => Promise<ChangeOutcome>;
  /** Ends the change that is being tried, by hand. */
  readonly endGuard: (action: GuardOrder['action'], by: Operator) => Promise<ChangeOutcome>;
  /** What a peer follows that tries a change; null while no change is tried. */
  readonly tried: () => PeerSettings | null;
  /** A peer has said who it is. */
  readonly arrived: GuardRoom['arrived'];
  readonly closed: GuardRoom['closed'];
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
  readonly peers: GuardedPeers;
  /** The timing in force has changed, or what peers are told of it. */
  readonly onTimingChange: () => void;
  /** Makes the settings those of all gateways; null: this one is alone. */
  readonly shareSettings: ShareSettings | null;
}

/** Follows the file from now on, and takes the changes of operators. */
export function followSettings(opened: OpenedSettings, context: SettingsContext): GatewaySettings {
  const { book, file } = opened;
  const { clock, recorder, state, pathLimit, connections, peers, onTimingChange, shareSettings } = context;
  const together = shareSettings?.(
    () => JSON.stringify(toStored(book.journal, pickWritten(book.values, SETTING_NAMES))),
    // In its turn: a change that is under way is judged by the settings it began with.
    (body, done, isNews) => void inTurn(() => (isNews() ? follower.adopt(body, done) : undefined)),
  );
  const office = createSettingsOffice({ book, clock, recorder, state, share: together ?? null });
  const { inTurn, reject, recordChange, keepIfPossible } = office;
  const guard = createGuardRoom(office, peers, onTimingChange);
  const follower = followOthers(office, guard, onTimingChange);

  interface Shown {
    readonly of: SettingsView;
    readonly limit: PathLimit | null;
    readonly lastGuard: SettledGuard | null;
    readonly view: SettingsView;
  }
  let shown: Shown | null = null;
  const view = (): SettingsView => {
    const limit = pathLimit();
    const { lastGuard } = book.journal;
    if (
      shown?.of !== book.view ||
      shown.lastGuard !== lastGuard ||
      shown.limit?.idleLimitMs !== limit?.idleLimitMs ||
      shown.limit?.known !== limit?.known
    ) {
      const advice = limit && { ...limit, longestIntervalMs: longestInterval(limit.idleLimitMs) };
      shown = { of: book.view, limit, lastGuard, view: { ...book.view, guard: null, lastGuard, pathLimit: advice } };
    }
    const running = guard.view() ?? guard.viewElsewhere();
    return running ? { ...shown.view, guard: running } : shown.view;
  };

  const reload = async (layer: SettingsLayer): Promise<void> => {
    const layers = { file: layer };
    try {
      // A file with which no gateway would start is refused, even if an operator's change would make it consistent.
      book.withoutOperators(layers);
    } catch (error) {
      return reject('file', printableError(error));
    }
    try {
      const preview = book.preview(layers);
      // The comparison would no longer be with what was in force before.
      if (guard.view() && concernsPeers(preview)) {
        await guard.end('interrupted', 'file', 'Taken back, because the configuration file has changed the timing.');
      }
      const { journal, values: before } = book;
      if (!preview.isChange) return book.turnTo(journal, layers);
      const { from, to } = preview;
      const about = { at: clock.wallNow(), by: 'file', remote: null, reason: null, kind: 'reloaded' } as const;
      const entry: NewEntry = { ...about, from, to, runtime: journal.runtime };
      book.turnTo(withChange(journal, entry), layers);
      // There is no state before the first change of an operator.
      if (state.read(SECTION) !== undefined) keepIfPossible();
      recordChange(before, entry, 'file');
      if (concernsPeers(entry)) onTimingChange();
    } catch (error) {
      // The file contradicts only what operators have set. It applies once that is withdrawn, as it would after a
      // restart.
      book.defer(layers);
      reject('file', printableError(error));
    }
  };
  const onReading = (reading: FileReading): void | Promise<void> => {
    if (reading.kind === 'read') return reload(reading.layer);
    if (reading.kind === 'absent') return reject('file', `${file?.path} is gone; its last settings stay in force`);
    return reject('file', reading.message);
  };

  // What was found at the start is reported after the caller has had the time to subscribe.
  queueMicrotask(() => {
    // A file that is wrong at the start has no last valid content, so the gateway starts without it.
    if (file && 'message' in file.reading) reject('file', file.reading.message);
    for (const message of opened.problems) recorder.record('alert.raised', { rule: 'state', message });
    for (const hidden of opened.hidden) recorder.record('settings.hidden', hidden);
    const { interrupted } = opened;
    if (!interrupted) return;
    const { id, version, share, says } = interrupted;
    recorder.record('settings.tried', { status: 'interrupted', id, version, share, by: 'restart', says });
    guard.interrupted(says);
  });
  if (opened.isUnsaved) keepIfPossible();

  const stopWatching = file
    ? watchConfigFile(file, clock, (reading) => void inTurn(() => onReading(reading)))
    : () => {};
  const endGuard = (action: GuardOrder['action'], { subject, remote }: Operator): Promise<Ending> =>
    inTurn(async (): Promise<Ending> => {
      if (!guard.view()) return { kind: 'not-trying', message: '' };
      const isPromoted = action === 'promote';
      const says = `${isPromoted ? 'Promoted' : 'Taken back'} by ${subject}.`;
      const unkept = await guard.end(isPromoted ? 'promoted' : 'reverted', subject, says);
      if (unkept === null || !isPromoted) return { kind: 'done', message: '' };
      const message = `the change was not promoted, because that could not be kept: ${unkept}`;
      reject('runtime', message, remote);
      return { kind: 'not-kept', message };
    });
  if (together) answerAsLeader(together.guardMail, guard, endGuard);
  const operators = { office, guard, pathLimit, connections, view, onTimingChange };
  return {
    view,
    history: () => ({
      version: book.journal.version,
      limit: HISTORY_LIMIT,
      entries: book.journal.entries.map(toHistoryEntry).toReversed(),
    }),
    change: (order, by) => follower.together(() => carryOut(order, by, operators)),
    async endGuard(action, by) {
      const isElsewhere = !guard.view() && together;
      const { kind, message } = await (isElsewhere
        ? askLeader(together.guardMail, guard, action, by)
        : endGuard(action, by));
      if (kind === 'done') return { kind, view: view() };
      return kind === 'not-kept' ? { kind, message } : { kind };
    },
    tried: guard.forPeers,
    arrived: guard.arrived,
    closed: guard.closed,
    async close() {
      stopWatching();
      guard.stop();
      await office.whenIdle();
      await state.close();
    },
  };
}
