import type { SettingsPatch, SettingsView } from '../../admin/schemas/settings.js';
import { toTradeOff } from '../../components/heartbeat-settings/tradeOff.js';

/** What a person has typed, in seconds as text; null where nothing was typed. */
export interface Draft {
  readonly interval: string | null;
  readonly timeout: string | null;
}

export const NO_DRAFT: Draft = { interval: null, timeout: null };

/** The timing that a draft asks for, in milliseconds. */
export interface Wanted {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** The timeout was not typed: it follows the interval. */
  readonly followsInterval: boolean;
}

/** The gateway's default timeout, in intervals. */
const TIMEOUT_INTERVALS = 3;
/** From this factor on, the gateway tries a change on a share of the peers first. */
const GUARDED_FROM = 2;

/** Seconds as typed; null for text that is no duration. A comma is a decimal point to many people. */
export function parseSeconds(text: string): number | null {
  const seconds = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 1_000) : null;
}

/** What the draft asks for; null while it cannot be read. A timeout that no one chose stays three intervals. */
export function toWanted({ interval, timeout }: Draft, settings: SettingsView): Wanted | null {
  const intervalMs = interval === null ? settings.intervalMs.value : parseSeconds(interval);
  if (intervalMs === null) return null;
  if (timeout !== null) {
    const timeoutMs = parseSeconds(timeout);
    return timeoutMs === null ? null : { intervalMs, timeoutMs, followsInterval: false };
  }
  const isChosen = settings.timeoutMs.source !== 'default';
  // A timeout that someone chose stays while it can: below the interval, no peer would have the time to answer.
  if (isChosen && settings.timeoutMs.value >= intervalMs) {
    return { intervalMs, timeoutMs: settings.timeoutMs.value, followsInterval: false };
  }
  return { intervalMs, timeoutMs: TIMEOUT_INTERVALS * intervalMs, followsInterval: true };
}

/** The change that makes it so; null when nothing would change. */
export function toPatch(wanted: Wanted, settings: SettingsView): SettingsPatch | null {
  const patch: { intervalMs?: number; timeoutMs?: number } = {};
  if (wanted.intervalMs !== settings.intervalMs.value) patch.intervalMs = wanted.intervalMs;
  const isDerived = wanted.followsInterval && settings.timeoutMs.source === 'default';
  if (!isDerived && wanted.timeoutMs !== settings.timeoutMs.value) patch.timeoutMs = wanted.timeoutMs;
  return Object.keys(patch).length === 0 ? null : patch;
}

/** Whether the gateway would try the change on a share of the peers first. One without a guard applies it at once. */
export function isGuarded({ intervalMs, timeoutMs }: Wanted, settings: SettingsView): boolean {
  if (settings.guard === undefined) return false;
  const isFar = (from: number, to: number): boolean => Math.max(from / to, to / from) > GUARDED_FROM;
  return isFar(settings.intervalMs.value, intervalMs) || isFar(settings.timeoutMs.value, timeoutMs);
}

/** What a timing costs a connection an hour. `measured` is what the gateway measured over the last minutes. */
export function bytesPerHour(intervalMs: number, settings: SettingsView, measured: number | undefined): number {
  if (measured !== undefined) return (measured * settings.intervalMs.value) / intervalMs;
  return toTradeOff({ intervalMs, timeoutMs: intervalMs }).bytesPerHour;
}
