import type { GuardView } from '../../admin/schemas/guard.js';
import type { SettingsDryRun, SettingsHistoryEntry, SettingsView } from '../../admin/schemas/settings.js';
import { MIN_PEERS, needsGuard, shareSize, SHARES, windowMs } from '../guard/guardRules.js';
import { printableError } from '../telemetry/printable.js';
import { runtimeAfter, type ChangeOrder } from './changeOrder.js';
import { SettingsOutrun } from './sharedSettings.js';
import { guardId } from './guarded/guardView.js';
import type { GuardRoom } from './guarded/guardRoom.js';
import { SettingsContradiction } from './sources/layeredSettings.js';
import { warnOfPath, type PathLimit } from './pathLimit.js';
import type { Preview, SettingsBook } from './settingsBook.js';
import { changesSince, withChange, withTrial, type NewEntry } from './settingsJournal.js';
import type { SettingsOffice } from './settingsOffice.js';

/** The sender of a change, and from where. */
export interface Operator {
  readonly remote: string;
  readonly subject: string;
}

/** How a change ended. Only `done` has changed anything. */
export type ChangeOutcome =
  | { readonly kind: 'done'; readonly view: SettingsView }
  | { readonly kind: 'dry'; readonly answer: SettingsDryRun }
  /** Another change is being tried. */
  | { readonly kind: 'trying'; readonly guard: GuardView }
  /** No change is being tried. */
  | { readonly kind: 'not-trying' }
  /** The settings have changed since the operator saw them. */
  | { readonly kind: 'stale'; readonly current: SettingsView; readonly changes: readonly SettingsHistoryEntry[] }
  | { readonly kind: 'unknown-version' }
  /** The values contradict each other, or the path of the connections. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The interval is above what is known of the path: `force` applies it all the same. */
  | { readonly kind: 'above-limit'; readonly message: string }
  | { readonly kind: 'not-kept'; readonly message: string };

/** What changes of operators need beside the office. */
export interface OperatorContext {
  readonly office: SettingsOffice;
  readonly guard: GuardRoom;
  readonly pathLimit: () => PathLimit | null;
  readonly connections: () => number;
  readonly view: () => SettingsView;
  /** The timing in force has changed, or what peers are told of it. */
  readonly onTimingChange: () => void;
}

/** Carries out one change of an operator, when its turn has come. Rejects with `SettingsOutrun` when another gateway was first. */
export async function carryOut(
  { change, isStale, seenVersion }: ChangeOrder,
  by: Operator,
  context: OperatorContext,
): Promise<ChangeOutcome> {
  const { office, guard, pathLimit, view, onTimingChange } = context;
  const { book, clock, keep, reject, recordChange } = office;
  const { journal, values: before } = book;
  const running = guard.view() ?? guard.viewElsewhere();
  if (running && change.dryRun !== true) return { kind: 'trying', guard: running };
  if (isStale(journal.version)) {
    return { kind: 'stale', current: view(), changes: changesSince(journal, seenVersion ?? journal.version) };
  }
  const next = runtimeAfter(change, journal);
  if (!next) return { kind: 'unknown-version' };
  let preview: Preview;
  try {
    preview = book.preview({ runtime: next.runtime });
  } catch (error) {
    if (!(error instanceof SettingsContradiction)) throw error;
    reject('runtime', error.message, by.remote);
    return { kind: 'refused', message: error.message };
  }
  const limit = pathLimit();
  const { intervalMs } = preview.resolved.values;
  const warning = intervalMs === before.intervalMs ? null : warnOfPath(intervalMs, limit);
  const isGuarded = change.guard !== null && needsGuard(before, preview.resolved.values);
  if (change.dryRun === true)
    return { kind: 'dry', answer: tellDry(preview, book, isGuarded, guard.people(), warning, context) };
  if (warning !== null && change.force !== true) {
    return { kind: 'above-limit', message: `${warning} Or send "force": true.` };
  }
  if (!preview.isChange) return { kind: 'done', view: view() };

  const at = clock.wallNow();
  const isTried = isGuarded && (await guard.invite(guardId({ version: journal.highest + 1, at }))) >= MIN_PEERS;
  const entry: NewEntry = {
    at,
    by: by.subject,
    remote: by.remote,
    reason: change.reason ?? null,
    kind: next.repeats === undefined ? 'changed' : 'rolled-back',
    ...(next.repeats === undefined ? {} : { repeats: next.repeats }),
    from: preview.from,
    to: preview.to,
    runtime: next.runtime,
    guard: isGuarded ? (isTried ? 'running' : 'too-few') : null,
  };
  const changed = isTried ? withTrial(journal, entry) : withChange(journal, entry);
  try {
    await keep(changed, isTried ? before : preview.resolved.values);
  } catch (error) {
    guard.dismiss();
    if (error instanceof SettingsOutrun) throw error;
    const message = `the change was not applied, because it could not be kept: ${printableError(error)}`;
    reject('runtime', message, by.remote);
    return { kind: 'not-kept', message };
  }
  book.turnTo(changed);
  if (isTried) {
    guard.begin(preview.resolved, next.runtime, limit?.idleLimitMs ?? null);
    return { kind: 'done', view: view() };
  }
  guard.dismiss();
  recordChange(before, entry, 'runtime');
  if (concernsPeers(entry)) onTimingChange();
  return { kind: 'done', view: isGuarded ? { ...view(), guard: 'too-few' } : view() };
}

/** Peers are told of the timing only. */
export const concernsPeers = ({ to }: Pick<NewEntry, 'to'>): boolean =>
  to.intervalMs !== undefined || to.timeoutMs !== undefined;

function tellDry(
  { from, to, resolved }: Preview,
  { journal, values }: SettingsBook,
  isGuarded: boolean,
  people: number,
  warning: string | null,
  { pathLimit, connections }: OperatorContext,
): SettingsDryRun {
  const plan = {
    shares: [...SHARES],
    firstPeers: shareSize(SHARES[0] ?? 0, people),
    windowMs: windowMs(values, resolved.values, pathLimit()?.idleLimitMs ?? null),
  };
  return {
    dryRun: true,
    version: journal.version,
    from,
    to,
    connections: connections(),
    guard: isGuarded ? (people < MIN_PEERS ? 'too-few' : plan) : null,
    warnings: warning === null ? [] : [warning],
  };
}
