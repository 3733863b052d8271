import { readConfigFile, type ConfigFile } from './sources/configFile.js';
import type { OpenState } from '../state/stateStore.js';
import { readSettings, type EnvironmentVariables } from './sources/environment.js';
import { HeartbeatOptionError } from '../../protocol/options/optionError.js';
import { resolveLayers, SettingsContradiction, type Layers } from './sources/layeredSettings.js';
import { createSettingsBook, type SettingsBook } from './settingsBook.js';
import { emptyJournal, toHistoryEntry, triedEntry, withChange, withReturn, type Journal } from './settingsJournal.js';
import { guardOfEntry } from './guarded/guardView.js';
import type { SettledGuard } from '../../admin/schemas/guard.js';
import { pickWritten, SETTING_NAMES, type SettingName, type SettingsLayer } from './sources/settingValues.js';
import { parseStored, type StoredSettings } from './storedSettings.js';

/** The section of the state that holds the settings. */
export const SECTION = 'settings';

/** Where settings come from, beside the state. */
export interface SettingsSources {
  readonly code: SettingsLayer;
  readonly env: EnvironmentVariables;
  readonly configFile: string | false | undefined;
}

/** What is deployed: the settings without the changes of operators. */
export interface DeployedSettings {
  readonly layers: Omit<Layers, 'runtime'>;
  /** Null when no file is to be read. */
  readonly file: ConfigFile | null;
}

/** A value that an operator has set and that hides a deployed one. */
export interface HiddenValue {
  readonly setting: SettingName;
  readonly message: string;
}

/** The settings at the start. */
export interface OpenedSettings {
  readonly book: SettingsBook;
  readonly file: ConfigFile | null;
  /** What went wrong with the state, for an alert. */
  readonly problems: readonly string[];
  readonly hidden: readonly HiddenValue[];
  /** A change that was tried when the gateway ended; null without one. */
  readonly interrupted: SettledGuard | null;
  /** The journal has grown by the start itself, and is to be kept. */
  readonly isUnsaved: boolean;
}

/** Reads code, environment and file. @throws HeartbeatOptionError for values that are invalid, or contradict each other. */
export function readDeployed({ code, env, configFile }: SettingsSources): DeployedSettings {
  const environment = readSettings(env);
  const file = configFile === false ? null : readConfigFile(configFile);
  const layers = { code, environment, file: file?.reading.kind === 'read' ? file.reading.layer : {} };
  try {
    resolveLayers({ ...layers, runtime: {} });
    return { layers, file };
  } catch (error) {
    if (!(error instanceof SettingsContradiction)) throw error;
    throw new HeartbeatOptionError('heartbeat', `consistent: ${error.message}`, 'a contradiction');
  }
}

/** Joins what is deployed and what operators have set before. Never throws: whatever the state holds, the gateway starts. */
export function openSettings({ layers, file }: DeployedSettings, state: OpenState, now: number): OpenedSettings {
  const problems = state.problem === null ? [] : [state.problem];
  const kept = readKept(state, problems);
  const before = kept?.journal ?? emptyJournal();
  const untried = withoutTrial(before, now);
  const book = createBook(layers, untried, now, problems);
  const hidden = findHidden(book);
  // While the gateway was away, the deployment may have changed: other values, another version.
  const written = pickWritten(book.values, SETTING_NAMES);
  const changed = kept ? SETTING_NAMES.filter((name) => kept.values[name] !== written[name]) : [];
  if (kept && changed.length > 0 && book.journal === untried) {
    const from = pickKept(kept, changed);
    book.turnTo(
      withChange(untried, { ...restarted(now), runtime: untried.runtime, from, to: pickWritten(book.values, changed) }),
    );
  }
  const interrupted = untried === before ? null : untried.lastGuard;
  return { book, file, problems, hidden, interrupted, isUnsaved: book.journal !== before };
}

const restarted = (at: number) => ({ at, by: 'restart', remote: null, reason: null, kind: 'reloaded' }) as const;

/**
 * A restart takes back a change that was only being tried, because neither the share that tried it nor the others are
 * remembered.
 */
function withoutTrial(journal: Journal, now: number): Journal {
  const tried = triedEntry(journal);
  if (!tried) return journal;
  const view = guardOfEntry(toHistoryEntry(tried));
  const settled: SettledGuard = { ...view, status: 'interrupted', endedAt: now, endedBy: 'restart' };
  const { from, to } = tried;
  return withReturn(journal, settled, { ...restarted(now), reason: view.says, from: to, to: from });
}

function readKept(state: OpenState, problems: string[]): StoredSettings | null {
  const found = state.read(SECTION);
  if (found === undefined) return null;
  const stored = parseStored(found);
  if (!stored) problems.push(`the settings in the state make no sense. The state was moved aside: ${state.setAside()}`);
  return stored;
}

/** What operators have set may contradict what is deployed by now. Then their changes are dropped, as nothing else can be. */
function createBook(layers: Omit<Layers, 'runtime'>, journal: Journal, now: number, problems: string[]): SettingsBook {
  try {
    return createSettingsBook(layers, journal);
  } catch (error) {
    if (!(error instanceof SettingsContradiction)) throw error;
    problems.push(`what operators had set contradicts what is deployed, and was dropped: ${error.message}`);
    const names = SETTING_NAMES.filter((name) => journal.runtime[name] !== undefined);
    const { values } = resolveLayers({ ...layers, runtime: {} });
    const change = { from: pickWritten(journal.runtime, names), to: pickWritten(values, names), runtime: {} };
    return createSettingsBook(layers, withChange(journal, { ...restarted(now), ...change }));
  }
}

const pickKept = ({ values }: StoredSettings, names: readonly SettingName[]) =>
  Object.fromEntries(names.map((name) => [name, values[name] ?? null]));

/** Names of the variables, and of the other sources, as an operator would look for them. */
const VARIABLES: Readonly<Record<SettingName, string>> = {
  intervalMs: 'HEARTBEAT_INTERVAL_MS',
  timeoutMs: 'HEARTBEAT_TIMEOUT_MS',
  admitPerSecond: 'HEARTBEAT_ADMIT_PER_SECOND',
  logLevel: 'HEARTBEAT_LOG_LEVEL',
};

/**
 * If a deployment changes a value without effect, its author has to know why. So the values that win over it are named.
 */
function findHidden({ layers, journal }: SettingsBook): HiddenValue[] {
  return SETTING_NAMES.flatMap((setting) => {
    const set = layers.runtime[setting];
    if (set === undefined) return [];
    const source = (['environment', 'file', 'code'] as const).find((name) => layers[name][setting] !== undefined);
    const hidden = source && layers[source][setting];
    if (source === undefined || hidden === set) return [];
    const where = { environment: VARIABLES[setting], file: 'the configuration file', code: 'the code' }[source];
    const by = journal.marks[setting]?.by ?? 'an operator';
    return [{ setting, message: `${setting} is ${set} by ${by}, not ${hidden} of ${where}` }];
  });
}
